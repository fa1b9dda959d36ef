#!/bin/sh
# .git/hooks/pre-commit: no commit with policies that fail. POLICIES says where they are.
set -eu
policies=${POLICIES:-policies}
git diff --cached --quiet -- "$policies" && exit 0
npx writ policy fmt --check "$policies"
npx writ policy test "$policies"
