"""Service users, the catalogue, and a little to play with. Every step looks before it makes."""
import json
import sys

import openstack

spec = json.load(open(sys.argv[1]))
step = sys.argv[2]
cloud = openstack.connect(**spec['auth'])

if step == 'identity':
    ks = cloud.identity
    domain = ks.find_domain('Default') or ks.get_domain('default')
    project = ks.find_project('service') or ks.create_project(name='service', domain_id=domain.id)
    roles = {name: ks.find_role(name) or ks.create_role(name=name) for name in ('service', 'admin')}
    have_services = {s.type: s for s in ks.services()}
    have_endpoints = {(e.service_id, e.interface): e for e in ks.endpoints()}
    for name, item in spec['services'].items():
        user = ks.find_user(name) or ks.create_user(
            name=name, password=item['password'], domain_id=domain.id,
            default_project_id=project.id)
        for role in roles.values():
            role_id, user_id = role.id, user.id
            ks.put(f'/projects/{project.id}/users/{user_id}/roles/{role_id}').raise_for_status()
        service = have_services.get(item['type']) or ks.create_service(name=name, type=item['type'])
        for interface in ('public', 'internal', 'admin'):
            old = have_endpoints.get((service.id, interface))
            if old is None:
                ks.create_endpoint(service_id=service.id, interface=interface, url=item['url'],
                                   region_id=spec['auth']['region_name'])
            elif old.url != item['url']:
                ks.update_endpoint(old, url=item['url'])

if step == 'samples':
    for name, cpus, ram, disk in (('lab.tiny', 1, 64, 1), ('lab.small', 1, 512, 5),
                                  ('lab.large', 4, 8192, 40)):
        if not cloud.compute.find_flavor(name):
            cloud.compute.create_flavor(name=name, vcpus=cpus, ram=ram, disk=disk)
    if not cloud.image.find_image('lab-image'):
        cloud.image.create_image(name='lab-image', data=b'a guest image in name only\n' * 2000,
                                 disk_format='raw', container_format='bare', visibility='public')
    if 'neutron' in spec['run']:
        net = cloud.network.find_network('lab-net') or cloud.network.create_network(
            name='lab-net', is_shared=True)
        if not cloud.network.find_subnet('lab-subnet'):
            cloud.network.create_subnet(name='lab-subnet', network_id=net.id, ip_version=4,
                                        cidr='10.77.0.0/16', is_dhcp_enabled=False)
    if 'cinder' in spec['run'] and not [t for t in cloud.block_storage.types() if t.name == 'lab']:
        cloud.block_storage.create_type(name='lab')
