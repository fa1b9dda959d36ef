{{- define "writ.name" -}}
{{- if contains .Chart.Name .Release.Name -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{- else -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{- end -}}
{{- end }}

{{- define "writ.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "writ.labels" -}}
{{ include "writ.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "writ.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}{{ .Values.serviceAccount.name | default (include "writ.name" .) }}{{- else -}}{{ .Values.serviceAccount.name | default "default" }}{{- end -}}
{{- end }}

{{- define "writ.image" -}}
{{- if .Values.image.digest -}}{{ .Values.image.repository }}@{{ .Values.image.digest }}{{- else -}}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{- end -}}
{{- end }}

{{- define "writ.kind" -}}
{{- if .Values.persistence.enabled -}}StatefulSet{{- else -}}Deployment{{- end -}}
{{- end }}

{{/* What Writ would refuse at its start, or what would lose records, is refused before anything is installed. */}}
{{- define "writ.check" -}}
{{- if not .Values.config.callers -}}
{{- fail "config.callers must have one caller at least: beyond loopback Writ answers nobody else" -}}
{{- end -}}
{{- if and (contains "spooled" (toJson (dig "durability" "committed" .Values.config))) (not .Values.persistence.enabled) -}}
{{- fail "config.durability: spooled needs persistence.enabled: what waits on a pod's own disk is lost with the pod" -}}
{{- end -}}
{{- if eq (dig "tls" "client_certificates" "none" .Values.config) "required" -}}
{{- fail "config.tls.client_certificates: required locks out the kubelet's probes; with optional, callers are proven all the same" -}}
{{- end -}}
{{- end }}

{{/* writ.yaml: what the chart says wins. */}}
{{- define "writ.config" -}}
{{- $grants := dict "key_encryption_key_file" "/etc/writ/secrets/key-encryption-key" -}}
{{- if .Values.keyEncryption.previousKey -}}
{{- $_ := set $grants "previous_key_encryption_key_file" "/etc/writ/secrets/previous-key-encryption-key" -}}
{{- end -}}
{{- $own := dict "data_dir" "/var/lib/writ"
      "http" (dict "listen" "0.0.0.0:8181") "grpc" (dict "listen" "0.0.0.0:9191")
      "tls" (dict "cert_file" "/etc/writ/tls/tls.crt" "key_file" "/etc/writ/tls/tls.key") "grants" $grants -}}
{{- /* Else it would be made of http.listen, where nobody reaches it. */ -}}
{{- $service := dict "public_url" (printf "https://%s.%s.svc:%v" (include "writ.name" .) .Release.Namespace .Values.service.httpPort) -}}
{{- toYaml (mustMergeOverwrite $service (deepCopy .Values.config) $own) -}}
{{- end }}

{{- define "writ.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "writ.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}
