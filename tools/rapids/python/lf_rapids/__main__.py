import sys

from lf_rapids.cli import main

# Dask's workers import this file anew
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
