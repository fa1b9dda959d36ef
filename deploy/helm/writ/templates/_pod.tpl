{{- define "writ.pod" -}}
metadata:
  labels:
    {{- include "writ.selector" . | nindent 4 }}
    {{- with .Values.podLabels }}{{ toYaml . | nindent 4 }}{{ end }}
  annotations:
    # Settings are read at the start: other ones are other pods.
    checksum/config: {{ include "writ.config" . | sha256sum }}
    {{- with .Values.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  serviceAccountName: {{ include "writ.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  securityContext: {{ include "writ.podSecurity" . | nindent 4 }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- if .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- range .Values.imagePullSecrets }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  containers:
    - name: writ
      image: {{ include "writ.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args: [serve, --config, /etc/writ/config/writ.yaml]
      env:
        - { name: DATABASE_URL_FILE, value: /etc/writ/secrets/database-url }
        {{- with .Values.extraEnv }}{{ toYaml . | nindent 8 }}{{ end }}
      ports:
        - { name: http, containerPort: 8181 }
        - { name: grpc, containerPort: 9191 }
      # Alive: the process answers. Nothing beyond it restarts a pod, for no restart mends a database.
      startupProbe: { httpGet: { path: /startupz, port: http, scheme: HTTPS }, periodSeconds: 2, failureThreshold: 60 }
      livenessProbe: { httpGet: { path: /healthz, port: http, scheme: HTTPS }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
      readinessProbe: { httpGet: { path: /readyz, port: http, scheme: HTTPS }, periodSeconds: 3, timeoutSeconds: 2, failureThreshold: 2 }
      lifecycle: { preStop: { sleep: { seconds: {{ .Values.preStopSleepSeconds }} } } }
      resources: {{ toYaml .Values.resources | nindent 8 }}
      securityContext: {{ include "writ.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - { name: config, mountPath: /etc/writ/config, readOnly: true }
        - { name: secrets, mountPath: /etc/writ/secrets, readOnly: true }
        - { name: tls, mountPath: /etc/writ/tls, readOnly: true }
        - { name: data, mountPath: /var/lib/writ }
        {{- range $index, $file := .Values.secretFiles }}
        - { name: secret-{{ $index }}, mountPath: {{ $file.mountPath | quote }}, readOnly: true }
        {{- end }}
  volumes:
    - { name: config, configMap: { name: {{ include "writ.name" . }} } }
    - name: secrets
      projected:
        defaultMode: 0400
        sources:
          - secret:
              name: {{ required "database.existingSecret names the secret with the database's URL" .Values.database.existingSecret }}
              items: [{ key: {{ .Values.database.key | quote }}, path: database-url }]
          - secret:
              name: {{ required "keyEncryption.existingSecret names the secret with the key encryption key" .Values.keyEncryption.existingSecret }}
              items:
                - { key: {{ .Values.keyEncryption.key | quote }}, path: key-encryption-key }
                {{- with .Values.keyEncryption.previousKey }}
                - { key: {{ . | quote }}, path: previous-key-encryption-key }
                {{- end }}
    - name: tls
      secret:
        defaultMode: 0400
        secretName: {{ required "tls.existingSecret names the secret with the certificate: beyond loopback Writ answers with TLS only" .Values.tls.existingSecret }}
    {{- range $index, $file := .Values.secretFiles }}
    - { name: secret-{{ $index }}, secret: { secretName: {{ $file.secret | quote }}, defaultMode: 0400 } }
    {{- end }}
    {{- if not .Values.persistence.enabled }}
    - { name: data, emptyDir: { sizeLimit: {{ .Values.data.sizeLimit }} } }
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- range .Values.topologySpreadConstraints }}
    - {{ toYaml . | nindent 6 | trim }}
      labelSelector: { matchLabels: { {{ include "writ.selector" $ | trim | replace "\n" ", " }} } }
    {{- end }}
  {{- end }}
{{- end }}
