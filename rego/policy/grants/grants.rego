# METADATA
# title: Grants
# description: Which calls come with a token that a vault exchanges for the one credential that they need.
package policy.grants

import data.writ.grants

# METADATA
# title: The grant of the verb
# description: As settings say, for this call and no other.
# custom:
#   controls: [OWASP-ASI-03, OWASP-LLM-06, MAESTRO-L6, NIST-AI-RMF-MEASURE-2.7, ISO-42001-A.6.2.6]
grant contains grants.wanted
