import sys


def run() -> int:
    if sys.version_info < (3, 11):
        print(f"error Python 3.11 or later is needed; this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    try:
        from lf_rapids.cli import main
    except ImportError as error:
        # Some of what is imported there: without it not even the command line can be read
        print(
            f"error Loading {error.name or 'a package'}: {error}. Run it in RAPIDS_IMAGE, or install what "
            "tools/rapids/cpu-requirements.txt lists.",
            file=sys.stderr,
        )
        return 1
    return main(sys.argv[1:])


# Dask's workers import this file anew
if __name__ == "__main__":
    sys.exit(run())
