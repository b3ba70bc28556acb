"""In and out of S3, on moto's server."""

import urllib.request

import pytest
from moto.server import ThreadedMotoServer

from conftest import write_dataset
from lf_rapids.cli import main
from lf_rapids.places import s3_options
from reference import expected_rows, read_rows


@pytest.fixture
def endpoint(monkeypatch):
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    # moto keeps its buckets for as long as the process lives
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).close()
    yield endpoint
    server.stop()


@pytest.fixture
def s3(endpoint):
    import s3fs

    fs = s3fs.S3FileSystem(client_kwargs={"endpoint_url": endpoint}, skip_instance_cache=True, use_listings_cache=False)
    fs.mkdir("bucket")
    return fs


@pytest.mark.parametrize("backend", [["--backend", "pandas"], ["--backend", "dask", "--workers", "1"]], ids=["pandas", "dask"])
def test_a_data_set_is_transformed_in_s3(tmp_path, rows, endpoint, s3, backend, capsys):
    s3.put(str(write_dataset(tmp_path / "shop", rows)), "bucket/lf/datasets/shop", recursive=True)
    code = main(
        ["transform", "--dataset", "s3://bucket/lf/datasets/shop", "--out", "s3://bucket/out", "--s3-endpoint", endpoint, *backend]
    )
    assert (code, capsys.readouterr().out.count("\n")) == (0, 2)
    for flow in ("intent", "rec"):
        s3.get(f"bucket/out/{flow}.parquet", str(tmp_path / flow))
        assert read_rows(tmp_path / flow) == expected_rows(rows, flow)


@pytest.mark.parametrize(
    "url, said", [("s3://bucket/none", "there is none"), ("s3://other/none", "there is none")], ids=["key", "bucket"]
)
def test_what_is_missing_is_named(endpoint, s3, capsys, url, said):
    arguments = ["transform", "--dataset", url, "--out", "s3://bucket/out", "--s3-endpoint", endpoint]
    assert main([*arguments, "--backend", "pandas"]) == 1
    error = capsys.readouterr().err
    assert said in error and url in error and "Traceback" not in error


def test_a_bucket_to_write_to_that_is_missing_is_found_before_the_work(tmp_path, rows, endpoint, s3, capsys):
    url = f"file://{write_dataset(tmp_path, rows)}"
    arguments = ["transform", "--dataset", url, "--out", "s3://other/out", "--s3-endpoint", endpoint]
    assert main([*arguments, "--backend", "pandas"]) == 1
    captured = capsys.readouterr()
    assert "Writing s3://other/out/intent.parquet" in captured.err
    assert "sorted" not in captured.err


def test_the_settings_of_local_flow_reach_s3fs():
    environment = {
        "AWS_ENDPOINT_URL": "http://all",
        "AWS_ENDPOINT_URL_S3": "http://s3",
        "AWS_REGION": "eu-west-1",
        "LF_S3_PATH_STYLE": "1",
        "LF_S3_REQUESTER_PAYS": "1",
        "LF_S3_ENCRYPTION": "aws:kms",
        "LF_S3_KMS_KEY_ID": "key",
    }
    assert s3_options(environment, None) == {
        "client_kwargs": {"endpoint_url": "http://s3", "region_name": "eu-west-1"},
        "use_listings_cache": False,
        "config_kwargs": {"s3": {"addressing_style": "path"}},
        "requester_pays": True,
        "s3_additional_kwargs": {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "key"},
    }
    assert s3_options({}, "http://given")["client_kwargs"] == {"endpoint_url": "http://given"}
