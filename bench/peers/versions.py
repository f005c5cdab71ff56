"""The version of each package named on the command line; null where it is not installed. Imports none of them."""

import json
import platform
import sys
from importlib import metadata


def version(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


versions = {package: version(package) for package in sys.argv[1:]}
print(json.dumps({"versions": {"python": platform.python_version(), **versions}}))
