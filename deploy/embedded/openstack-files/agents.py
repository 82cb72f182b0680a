"""Report one Open vSwitch agent per fake host, so that Neutron binds the ports of guests there."""
import sys

from neutron.common import config
from neutron.conf.agent import common as agent_config
from neutron_lib import context
from neutron_lib import rpc as n_rpc
from neutron_lib.agent import topics
from oslo_config import cfg
import neutron.agent.rpc as agent_rpc

config.register_common_config_options()
agent_config.register_agent_state_opts_helper(cfg.CONF)
config.init(['--config-file', sys.argv[1]])
reporter = agent_rpc.PluginReportStateAPI(topics.REPORTS)
for host in sys.argv[2:]:
    reporter.report_state(context.get_admin_context_without_session(), {
        'binary': 'neutron-openvswitch-agent', 'agent_type': 'Open vSwitch agent',
        'host': host, 'topic': 'N/A', 'start_flag': True,
        'configurations': {
            'bridge_mappings': {'physnet1': 'br-ex'}, 'tunnel_types': ['vxlan'],
            'tunneling_ip': '127.0.0.1', 'datapath_type': 'system', 'l2_population': False,
            'arp_responder_enabled': False, 'enable_distributed_routing': False,
            'in_distributed_mode': False, 'log_agent_heartbeats': False, 'devices': 0,
            'extensions': [], 'ovs_hybrid_plug': False, 'vhostuser_socket_dir': '',
            'ovs_capabilities': {'datapath_types': ['system'], 'iface_types': []},
            'integration_bridge': 'br-int'}}, use_call=True)
