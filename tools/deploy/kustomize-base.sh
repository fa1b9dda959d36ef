#!/bin/sh
# Usage: tools/deploy/kustomize-base.sh HELM FOLDER. Writes what the chart makes of deploy/kustomize/values.yaml: manifests.yaml, without Helm's own
# labels, and writ.yaml, of which Kustomize makes a ConfigMap whose name changes with it.
set -eu
helm=$1
folder=$2
render() { "$helm" template writ deploy/helm/writ --namespace writ -f deploy/kustomize/values.yaml "$@"; }
{
  echo "# Made from the chart by \`make deploy-base\`."
  render --show-only templates/serviceaccount.yaml --show-only templates/service.yaml --show-only templates/workload.yaml \
    --show-only templates/availability.yaml --show-only templates/networkpolicy.yaml |
    sed -e '/^# Source: /d' -e '/^ *helm\.sh\/chart: /d' -e '/^ *app\.kubernetes\.io\/managed-by: /d' -e '/^ *checksum\/config: /d' \
      -e '/^ *annotations:$/d' -e '/^ *# Settings are read at the start/d' -e '/^ *namespace: writ$/d' -e 's/[ ]*$//' | cat -s
} >"$folder/manifests.yaml"
render --show-only templates/configmap.yaml | sed -n '/^  writ\.yaml: |/,$p' | sed -e 1d -e 's/^    //' >"$folder/writ.yaml"
