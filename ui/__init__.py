"""What people see; the only folder that may import Qt."""

from ui import immortals

# The one import with an effect: no module here may call Qt before this.
immortals.hold()
