from api.idempotency import run_ids


def test_one_key_is_one_run():
    """The run's id comes from owner and key; the command's also from the body."""
    ids = run_ids("maria", "k1", "{}")

    assert run_ids("maria", "k1", "{}") == ids
    assert run_ids("maria", "k1", "{1}").run_id == ids.run_id
    assert run_ids("maria", "k1", "{1}").command_id != ids.command_id


def test_keys_of_different_owners_never_meet():
    """Nor do different keys."""
    ids = run_ids("maria", "k1", "{}")

    assert run_ids("joão", "k1", "{}").run_id != ids.run_id
    assert run_ids("maria", "k2", "{}").run_id != ids.run_id


def test_without_a_key_every_request_is_a_new_one():
    """Even with the same body."""
    assert run_ids("maria", None, "{}") != run_ids("maria", None, "{}")
