import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from standalone.secret_files import SecretFiles


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first = SecretFiles(tmp_path / "secrets").get("gateway_password")
    assert SecretFiles(tmp_path / "secrets").get("gateway_password") == first
    assert len(first) >= 43


def test_secrets_and_their_folder_are_private(tmp_path: Path) -> None:
    SecretFiles(tmp_path / "secrets").get("gateway_password")
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets" / "gateway_password").stat().st_mode) == 0o600


def test_two_names_have_two_secrets(tmp_path: Path) -> None:
    secrets = SecretFiles(tmp_path)
    assert secrets.get("one") != secrets.get("other")


def test_many_askers_at_once_get_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: SecretFiles(tmp_path).get("shared"), range(32)))
    assert len(set(answers)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["shared"]
