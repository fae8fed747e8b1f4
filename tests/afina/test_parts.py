import pytest

from afina.parts import EXTRAS, explained


@pytest.mark.parametrize("module", sorted(EXTRAS))
def test_a_missing_package_is_explained(module: str):
    """The sentence names the extra that brings it, for any module inside it."""
    with pytest.raises(SystemExit, match=rf"afina\[{EXTRAS[module]}\]"), explained():
        raise ModuleNotFoundError(name=f"{module}.inside")


def test_a_module_of_our_own_is_a_fault():
    """No extra brings it, and a traceback says most."""
    with pytest.raises(ModuleNotFoundError), explained():
        raise ModuleNotFoundError(name="api.nowhere")
