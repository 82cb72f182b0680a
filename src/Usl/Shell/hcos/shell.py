"""The shell: python3 -m hcos.shell [-c CODE] [FILE]. The platform is there as 'hcos'."""

import argparse
import code
import sys

from . import HcosError, connect


def main():
    """Runs code, a file, or a conversation."""
    parser = argparse.ArgumentParser(prog="hcos shell", description="Python over the HCOS API")
    parser.add_argument("-c", dest="code", help="code to run")
    parser.add_argument("file", nargs="?", help="file to run")
    arguments = parser.parse_args()
    try:
        names = {"hcos": connect(), "HcosError": HcosError, "__name__": "__main__"}
        if arguments.code is not None:
            exec(compile(arguments.code, "<command>", "exec"), names)
        elif arguments.file:
            with open(arguments.file, encoding="utf-8") as file:
                exec(compile(file.read(), arguments.file, "exec"), names)
        else:
            banner = f"{names['hcos']!r}. Try: hcos.servers.list()"
            code.interact(banner=banner, local=names, exitmsg="")
    except HcosError as refused:
        print(f"hcos: {refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
