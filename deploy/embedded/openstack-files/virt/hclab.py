"""Nova's fake driver, with guests that are files (see ../../openstack)."""
import io
import os
import time

from nova.compute import power_state
from nova.compute import task_states
from nova.image import glance
from nova.virt import fake

WORDS = {'running': power_state.RUNNING, 'paused': power_state.PAUSED,
         'shutdown': power_state.SHUTDOWN, 'crashed': power_state.CRASHED,
         'suspended': power_state.SUSPENDED}
NAMES = {number: word for word, number in WORDS.items()}


class LabDriver(fake.FakeDriver):

    def init_host(self, host):
        super().init_host(host)
        self._folder = os.path.join(os.environ['OPENSTACK_LAB_GUESTS'], host)
        os.makedirs(self._folder, exist_ok=True)
        for uuid in os.listdir(self._folder):
            word, name = self._read(uuid)
            self.instances[uuid] = fake.FakeInstance(name, WORDS[word], uuid)

    def _path(self, uuid):
        return os.path.join(self._folder, uuid)

    def _read(self, uuid):
        with open(self._path(uuid)) as f:
            words = f.read().split()
        guest = self.instances.get(uuid)
        return words[0], words[1] if len(words) > 1 else (guest.name if guest else uuid)

    def _write(self, uuid):
        guest = self.instances.get(uuid)
        if guest is None:
            if os.path.exists(self._path(uuid)):
                os.unlink(self._path(uuid))
            return
        part = os.path.join(os.path.dirname(self._folder), '.' + uuid)
        with open(part, 'w') as f:
            f.write('%s %s\n' % (NAMES.get(guest.state, 'running'), guest.name))
        os.rename(part, self._path(uuid))

    def _set(self, instance, state):
        self.instances[instance.uuid].state = state
        self._write(instance.uuid)

    def spawn(self, context, instance, *args, **kwargs):
        time.sleep(float(os.environ.get('OPENSTACK_LAB_SPAWN') or 0))
        super().spawn(context, instance, *args, **kwargs)
        self._write(instance.uuid)

    def destroy(self, context, instance, *args, **kwargs):
        super().destroy(context, instance, *args, **kwargs)
        self._write(instance.uuid)

    def power_off(self, instance, *args, **kwargs):
        super().power_off(instance, *args, **kwargs)
        self._write(instance.uuid)

    def power_on(self, context, instance, *args, **kwargs):
        super().power_on(context, instance, *args, **kwargs)
        self._write(instance.uuid)

    def finish_migration(self, context, migration, instance, *args, **kwargs):
        super().finish_migration(context, migration, instance, *args, **kwargs)
        self._write(instance.uuid)

    def finish_revert_migration(self, context, instance, *args, **kwargs):
        super().finish_revert_migration(context, instance, *args, **kwargs)
        self._write(instance.uuid)

    def confirm_migration(self, context, migration, instance, *args, **kwargs):
        super().confirm_migration(context, migration, instance, *args, **kwargs)
        self._write(instance.uuid)

    def post_live_migration_at_destination(self, context, instance, *args, **kwargs):
        super().post_live_migration_at_destination(context, instance, *args, **kwargs)
        self._write(instance.uuid)

    def pause(self, instance):
        self._set(instance, power_state.PAUSED)

    def unpause(self, instance):
        self._set(instance, power_state.RUNNING)

    def suspend(self, context, instance):
        self._set(instance, power_state.SUSPENDED)

    def resume(self, context, instance, network_info, block_device_info=None):
        self._set(instance, power_state.RUNNING)

    def get_info(self, instance, use_cache=True):
        guest = self.instances.get(instance.uuid)
        if guest is not None:
            try:
                guest.state = WORDS[self._read(instance.uuid)[0]]
            except OSError:                       # its file is gone: so is the guest
                del self.instances[instance.uuid]
        return super().get_info(instance, use_cache)

    def snapshot(self, context, instance, image_id, update_task_state):
        super().snapshot(context, instance, image_id, update_task_state)
        data = io.BytesIO(('snapshot of %s\n' % instance.uuid).encode().ljust(4096, b'\0'))
        glance.API().update(context, image_id,
                            {'disk_format': 'raw', 'container_format': 'bare'}, data,
                            purge_props=False)
