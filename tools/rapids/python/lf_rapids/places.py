"""URLs of files, `file:` and `s3:` as @lf/dataset writes them, and what is read and written there."""

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lf_rapids.errors import RapidsError

# Such names are of files that are still being written; @lf/dataset never lists them and sweeps old ones.
HIDDEN_PREFIX = ".tmp-"

EXAMPLES = "Examples: file:.lf/datasets/default, file:///data/shop, s3://bucket/lf/datasets/default"


@dataclass(frozen=True)
class Place:
    """A file or a folder. It travels to Dask's workers, which open the file system themselves."""

    scheme: str
    # As fsspec has it: an absolute path, or bucket/key
    path: str
    s3_endpoint: str | None = None

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.path}"

    def join(self, name: str) -> "Place":
        return Place(self.scheme, f"{self.path}/{name}", self.s3_endpoint)

    @property
    def storage_options(self) -> dict:
        """What fsspec is told besides the URL."""
        return s3_options(os.environ, self.s3_endpoint) if self.scheme == "s3" else {}

    def file_system(self):
        import fsspec

        try:
            return fsspec.filesystem(self.scheme, **self.storage_options)
        except ImportError as error:
            raise RapidsError(
                "no_s3fs", f"Opening {self.url}: s3fs is not installed. Install it: pip install s3fs"
            ) from error


def open_place(url: str, s3_endpoint: str | None = None) -> Place:
    if url.startswith("file://"):
        path = unquote(urlsplit(url).path)
        if path in ("", "/"):
            raise RapidsError("invalid_url", f"Cannot open '{url}': it names no file or folder. {EXAMPLES}")
        return Place("file", path.rstrip("/"))
    if url.startswith("file:") and len(url) > len("file:"):
        return Place("file", os.path.abspath(url[len("file:") :]))
    if url.startswith("s3://"):
        path = url[len("s3://") :].rstrip("/")
        bucket, _, key = path.partition("/")
        if bucket == "" or key == "":
            raise RapidsError("invalid_url", f"Cannot open '{url}': it needs a bucket and a key. {EXAMPLES}")
        return Place("s3", path, s3_endpoint)
    raise RapidsError("invalid_url", f"Cannot open '{url}': expected a URL that begins with file: or s3:. {EXAMPLES}")


def s3_options(environment, endpoint: str | None) -> dict:
    """The settings of Local Flow's s3: datastores, for s3fs; credentials and profile come by botocore's own chain."""
    client: dict = {}
    endpoint = endpoint or environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL")
    if endpoint:
        client["endpoint_url"] = endpoint
    # botocore reads AWS_DEFAULT_REGION alone
    if environment.get("AWS_REGION"):
        client["region_name"] = environment["AWS_REGION"]
    options: dict = {"client_kwargs": client, "use_listings_cache": False}
    if environment.get("LF_S3_PATH_STYLE") == "1":
        options["config_kwargs"] = {"s3": {"addressing_style": "path"}}
    if environment.get("LF_S3_REQUESTER_PAYS") == "1":
        options["requester_pays"] = True
    encryption = {
        "ServerSideEncryption": environment.get("LF_S3_ENCRYPTION"),
        "SSEKMSKeyId": environment.get("LF_S3_KMS_KEY_ID"),
    }
    given = {name: value for name, value in encryption.items() if value}
    if given:
        options["s3_additional_kwargs"] = given
    return options


@contextmanager
def storage_faults(doing: str, place: Place):
    """Turns what file systems raise into one message with the next action."""
    try:
        yield
    except RapidsError:
        raise
    except FileNotFoundError as error:
        raise RapidsError("not_found", f"{doing} {place.url}: there is none. Check the URL.") from error
    except PermissionError as error:
        raise RapidsError("denied", f"{doing} {place.url}: access is denied ({error}). Check {rights(place)}.") from error
    except OSError as error:
        raise RapidsError("storage", f"{doing} {place.url}: {error}. Check {rights(place)}, then run it again.") from error
    except Exception as error:
        # botocore and aiohttp have no base class of their own in common
        if type(error).__module__.split(".")[0] not in ("botocore", "aiobotocore", "aiohttp", "boto3"):
            raise
        raise RapidsError(
            "storage",
            f"{doing} {place.url}: {error}. Check AWS_PROFILE or the other credentials, the region and the endpoint.",
        ) from error


def rights(place: Place) -> str:
    return "the credentials and the bucket's policy" if place.scheme == "s3" else "the path, its rights and the disk"


def read_json(place: Place) -> object:
    with storage_faults("Reading", place):
        text = place.file_system().cat_file(place.path)
    try:
        return json.loads(text)
    except ValueError as error:
        raise RapidsError("invalid_manifest", f"Reading {place.url}: expected JSON, got something else.") from error


@contextmanager
def written_aside(place: Place):
    """
    A local path to write to. What is there at the end of the block replaces `place` at once: readers see the old file
    or the new one. After an error nothing is left.
    """
    fs = None
    with storage_faults("Writing", place):
        if place.scheme == "file":
            parent = os.path.dirname(place.path)
            os.makedirs(parent, exist_ok=True)
        else:
            # Asked before hours of work: a wrong bucket or name shall not be found out at the end
            fs = place.file_system()
            fs.ls(place.path.split("/")[0], detail=False)
            parent = tempfile.gettempdir()
        folder = tempfile.mkdtemp(prefix=HIDDEN_PREFIX, dir=parent)
    try:
        aside = os.path.join(folder, os.path.basename(place.path))
        yield aside
        with storage_faults("Writing", place):
            if fs is None:
                with open(aside, "rb") as written:
                    os.fsync(written.fileno())
                os.replace(aside, place.path)
            else:
                # A large file goes in parts, which count once all are there
                fs.put_file(aside, place.path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
