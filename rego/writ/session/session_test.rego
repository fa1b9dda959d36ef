package writ.session_test

import data.writ.session

test_calls_without_a_session if session.calls == 0 with input as {}

test_calls if session.calls == 7 with input as {"session": {"calls": 7}}
