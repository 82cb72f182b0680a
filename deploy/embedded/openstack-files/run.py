"""run.py MODULE ARGS...: call MODULE.main() under the name of the service."""
import importlib
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
name = sys.argv[1]
sys.argv = [name.replace('.cmd', '').replace('.', '-')] + sys.argv[2:]
if name == 'nova.cmd.compute':
    import nova.cmd            # patches the standard library first, as the console script does
    import nova.virt
    nova.virt.__path__.append(os.path.join(here, 'virt'))
if name.startswith('cinder.'):
    # Debian's security update of oslo.messaging (14.0.3) leaves this key out of the context of a
    # notification, and Cinder 21.3 then refuses it: every call that notifies would answer 500.
    import eventlet
    eventlet.monkey_patch()        # first of all, as the console scripts do
    from cinder import context
    strict = context.RequestContext.from_dict.__func__
    context.RequestContext.from_dict = classmethod(
        lambda cls, values: strict(cls, {'read_deleted': 'no', **values}))
sys.exit(importlib.import_module(name).main())
