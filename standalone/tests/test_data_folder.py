from pathlib import Path

import pytest

from standalone.data_folder import AlreadyRunning, DataFolder, DataFolderUnusable


def test_the_folder_is_the_one_that_is_named(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PEJLING_DATA", str(tmp_path / "data"))
    assert DataFolder.from_environment().path == tmp_path / "data"


def test_without_a_name_it_lies_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEJLING_DATA", raising=False)
    path = DataFolder.from_environment().path
    assert path.is_absolute()
    assert path.name == ".data"
    assert (path.parent / "uv.lock").exists()


def test_a_second_run_in_the_same_folder_is_told_who_is_there(folder: DataFolder) -> None:
    with folder.held() as holding:
        holding.tell(address="http://localhost:8010")
        with (
            pytest.raises(AlreadyRunning, match="kører allerede på http://localhost:8010") as met,
            DataFolder(folder.path).held(),
        ):
            pass
    assert "\n" not in str(met.value)


def test_the_folder_is_free_again_when_its_holder_lets_go(folder: DataFolder) -> None:
    with folder.held():
        pass
    with folder.held():
        pass


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderUnusable, match="kan ikke bruges"):
        DataFolder(tmp_path / "file" / "data").create()


def test_removal_takes_what_is_ours_and_nothing_else(folder: DataFolder) -> None:
    folder.secrets.get("gateway_password")
    (folder.path / "postgres").mkdir()
    (folder.path / "somebody's thesis.txt").write_text("")
    folder.remove()
    assert [path.name for path in folder.path.iterdir()] == ["somebody's thesis.txt"]


def test_an_emptied_folder_is_removed_too(folder: DataFolder) -> None:
    folder.secrets.get("gateway_password")
    folder.remove()
    assert not folder.path.exists()
