"""Settings come from the environment, and from nowhere else."""

from pathlib import Path

import pytest

import config
from config import SettingsError, settings


@pytest.fixture
def company(tmp_path):
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "company.toml").write_text('name = "Acme"\n')
    return folder


def test_an_empty_environment_serves_the_demo_company_to_this_machine_only():
    chosen = settings({})
    assert chosen.company == config.ROOT / "companies" / "demo"
    assert chosen.warehouse == config.ROOT / ".warehouse" / "demo"
    assert chosen.bind == "127.0.0.1:8050"


def test_each_company_gets_a_warehouse_of_its_own(company):
    chosen = settings({"COMPANY": str(company)})
    assert chosen.company == company
    assert chosen.warehouse == config.ROOT / ".warehouse" / "acme"


def test_relative_folders_are_found_from_where_one_stands(company, monkeypatch):
    monkeypatch.chdir(company.parent)
    chosen = settings({"COMPANY": "acme", "WAREHOUSE": "store"})
    assert (chosen.company, chosen.warehouse) == (company, company.parent / "store")
    assert chosen.cache == company.parent / "store" / "cache"


def test_an_empty_value_means_the_default():
    empty = dict.fromkeys(["COMPANY", "WAREHOUSE", "CACHE", "HOST", "PORT"], "")
    assert settings(empty) == settings({})


def test_the_server_can_be_moved():
    chosen = settings({"HOST": "::1", "PORT": "9000", "WORKERS": "4", "THREADS": "2"})
    assert chosen.bind == "[::1]:9000"
    assert (chosen.workers, chosen.threads) == (4, 2)


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "80.5"])
def test_a_port_that_is_none_is_refused_with_the_range(port):
    with pytest.raises(SettingsError, match=f"PORT is '{port}'; .* from 1 to 65535"):
        settings({"PORT": port})


def test_a_company_that_is_not_there_is_answered_with_those_that_are(tmp_path):
    with pytest.raises(SettingsError, match=r"no file company\.toml") as refused:
        settings({"COMPANY": str(tmp_path / "nowhere")})
    for folder in Path(config.ROOT, "companies").iterdir():
        if (folder / "company.toml").is_file():
            assert f"companies/{folder.name}" in str(refused.value)
