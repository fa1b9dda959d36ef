import type { ProgramTable } from "../spec.ts";

/** openssl(1): options that mean the same in all of its subcommands stand before them. */
export const OPENSSL: ProgramTable = {
  // Engines, providers and the configuration load libraries: whoever names one runs code.
  openssl: {
    flags:
      "-noout -verbose -batch -utf8 -multivalue-rdn -status -tls1 -tls1_1 -tls1_2 -tls1_3 -decrypt " +
      "-sign -verify -resign -stream -indef -noindef -binary -crlfeol -nodetach -nocerts -noattr " +
      "-nosmimecap -nosigs -noverify -nointern -no-CAfile -no-CApath -no-CAstore -text -print " +
      "-ignore_critical -issuer_checks -crl_check -crl_check_all -policy_check -explicit_policy " +
      "-inhibit_any -inhibit_map -x509_strict -extended_crl -use_deltas -policy_print -check_ss_sig " +
      "-trusted_first -suiteB_128_only -suiteB_128 -suiteB_192 -partial_chain -no_alt_chains " +
      "-no_check_time -allow_proxy_certs -hash -issuer -fingerprint -badsig -list -engine_impl -hex " +
      "-debug -check -pvk-strong -pvk-weak -pvk-none -pubin -modulus -pubout -genkey -base64 -quiet " +
      "-traditional -timeout -no_nonce -noenc -nodes -noiter -certin -rev -asn1parse -hexdump -new " +
      "-pubkey -build_chain -crlf -ign_eof -no_ign_eof -brief -msg -nbio_test -state -security_debug " +
      "-security_debug_verbose -trace -tlsextdebug -ignore_unexpected_eof -async -nbio -dtls -dtls1 " +
      "-dtls1_2 -no_ssl3 -no_tls1 -no_tls1_1 -no_tls1_2 -no_tls1_3 -bugs -no_comp -comp -no_ticket " +
      "-serverpref -legacy_renegotiation -client_renegotiation -no_renegotiation -legacy_server_connect " +
      "-no_resumption_on_reneg -no_legacy_server_connect -allow_no_dhe_kex -prioritize_chacha -strict " +
      "-debug_broken_protocol -no_middlebox -no_etm -crl_download -verify_return_error -verify_quiet " +
      "-xchain_build -nocert -help -aes-128-cbc -aes-128-ctr -aes-128-ecb -aes-192-cbc -aes-192-ctr " +
      "-aes-192-ecb -aes-256-cbc -aes-256-ctr -aes-256-ecb -aes128 -aes192 -aes256 -aria-128-cbc " +
      "-aria-128-ctr -aria-192-cbc -aria-192-ctr -aria-256-cbc -aria-256-ctr -aria128 -aria192 -aria256 " +
      "-bf -bf-cbc -bf-ecb -blowfish -camellia-128-cbc -camellia-128-ctr -camellia-128-ecb " +
      "-camellia-192-cbc -camellia-192-ctr -camellia-192-ecb -camellia-256-cbc -camellia-256-ctr " +
      "-camellia-256-ecb -camellia128 -camellia192 -camellia256 -cast -cast-cbc -cast5-cbc -chacha20 " +
      "-des -des-cbc -des-ecb -des-ede -des-ede-cbc -des-ede-ecb -des-ede3 -des-ede3-cbc -des-ede3-ecb " +
      "-des3 -desx -desx-cbc -rc2 -rc2-128 -rc2-40 -rc2-40-cbc -rc2-64 -rc2-64-cbc -rc2-cbc -rc2-ecb " +
      "-rc4 -rc4-40 -seed -seed-cbc -sm4 -sm4-cbc -sm4-ctr -blake2b512 -blake2s256 -md4 -md5 -md5-sha1 " +
      "-ripemd -ripemd160 -rmd160 -sha1 -sha224 -sha256 -sha3-224 -sha3-256 -sha3-384 -sha3-512 -sha384 " +
      "-sha512 -sha512-224 -sha512-256 -shake128 -shake256 -sm3 -ssl3-md5 -ssl3-sha1 -whirlpool",
    options: {
      "-in -extfile -key -cert -rand -inkey -recip -signer -certfile -content -CAfile -CApath -CAstore": "read",
      "-CA -signkey -untrusted -CAkey -cert_chain -psk_session -CRL -chainCAfile -chainCApath": "read",
      "-chainCAstore -verifyCAfile -verifyCApath -verifyCAstore -xkey -xcert -xchain -srpvfile": "read",
      "-out -writerand -msgfile -keylogfile": "write",
      "-engine -config -provider-path -provider -ssl_config": "script",
      "-proxy -connect": "connect",
      "-inform -dateopt -name -section -policy -subj -days -extensions -md -keyform -passin -certform": "text",
      "-sigopt -vfyopt -propquery -psk -ciphersuites -outform -to -from -subject -nameopt -purpose": "text",
      "-verify_name -verify_depth -auth_level -attime -verify_hostname -verify_email -verify_ip -hmac": "text",
      "-mac -macopt -passout -param_enc -conv_form -pass -iter -pkeyopt -primes -cipher -digest -multi": "text",
      "-no_proxy -serial -set_serial -copy_extensions -max_send_frag -split_send_frag -max_pipelines": "text",
      "-read_buf -psk_identity -keymatexport -keymatexportlen -servername -serverinfo -alpn -mtu": "text",
      "-nextprotoneg -use_srtp -sigalgs -client_sigalgs -groups -curves -named_curve -min_protocol": "text",
      "-max_protocol -record_padding -CRLform -xcertform -xkeyform -context": "text",
      "-encrypt": { signals: ["encryption.files"] },
    },
    subcommands: {
      "aes-128-cbc": "enc",
      "aes-128-ecb": "enc",
      "aes-192-cbc": "enc",
      "aes-256-cbc": "enc",
      "aes-256-ctr": "enc",
      "aes-256-ecb": "enc",
      aes256: "enc",
      asn1parse: {
        flags: "-strictpem -i -dump",
        options: { "-oid": "read", "-offset -length -strparse -genstr -genconf -item -dlimit": "text" },
        stdin: "data",
      },
      base64: "enc",
      bf: "enc",
      blake2b512: "dgst",
      blake2s256: "dgst",
      ca: {
        flags:
          "-infiles -notext -msie_hack -create_serial -rand_serial -preserveDN -noemailDN -selfsign -gencrl " +
          "-updatedb",
        options: {
          "-ss_cert -spkac -keyfile -revoke": "read",
          "-outdir": "write",
          "-startdate -enddate -valid -status -crlexts -crl_reason -crl_hold -crl_compromise": "text",
          "-crl_CA_compromise -crl_lastupdate -crl_nextupdate -crldays -crlhours -crlsec": "text",
        },
        does: ["file.write"],
        operands: "read*",
        stdin: "data",
      },
      "camellia-256-cbc": "enc",
      chacha20: "enc",
      ciphers: {
        flags: "-v -V -stdname -s -psk -srp",
        options: { "-convert": "text" },
        operands: "text*",
        stdin: "data",
      },
      cms: {
        flags:
          "-sign_receipt -digest_create -digest_verify -compress -uncompress -EncryptedData_decrypt " +
          "-data_create -data_out -cmsout -asciicrlf -aes128-wrap -aes192-wrap -aes256-wrap -des3-wrap " +
          "-debug_decrypt -cades -receipt_request_all -receipt_request_first -no_content_verify " +
          "-no_attr_verify -verify_retcode -keyid -receipt_request_print",
        options: {
          "-verify_receipt": "read",
          "-certsout": "write",
          "-rctform -pwri_password -secretkey -secretkeyid -keyopt -originator -wrap -receipt_request_from": "text",
          "-receipt_request_to -econtent_type": "text",
          "-EncryptedData_encrypt": { signals: ["encryption.files"] },
        },
        operands: "read*",
        stdin: "data",
      },
      crl: { flags: "-hash_old -lastupdate -nextupdate -crlnumber", options: { "-gendelta": "read" }, stdin: "data" },
      crl2pkcs7: { flags: "-nocrl", stdin: "data" },
      des: "enc",
      "des-ede3-cbc": "enc",
      des3: "enc",
      dgst: {
        flags: "-c -r -d -fips-fingerprint",
        options: { "-sign -verify -prverify -signature": "read", "-xoflen": "text" },
        operands: "read*",
        stdin: "data",
      },
      dhparam: { flags: "-dsaparam -2 -3 -5", operands: "text?", stdin: "data" },
      dsa: { stdin: "data" },
      dsaparam: { operands: "text?", stdin: "data" },
      ec: { flags: "-param_out -no_public", stdin: "data" },
      ecparam: { flags: "-list_curves -check_named -no_seed", stdin: "data" },
      enc: {
        flags: "-ciphers -d -p -P -v -a -A -nopad -nosalt -pbkdf2 -none",
        options: { "-kfile": "read", "-k -bufsize -K -S -iv": "text", "-e -salt": "" },
        rules: [{ lacks: "-d -ciphers", signals: ["encryption.files"] }],
        stdin: "data",
      },
      engine: {
        flags: "-t -v -vv -vvv -vvvv -c -tt",
        options: { "-pre -post": "script" },
        operands: "script*",
        stdin: "data",
      },
      errstr: { lenient: true, operands: "text*", output: "facts" },
      gendsa: { operands: "read", stdin: "data" },
      genpkey: { flags: "-genparam", options: { "-paramfile": "read", "-algorithm": "text" } },
      genrsa: { flags: "-3 -F4 -f4", operands: "text?" },
      help: { lenient: true, operands: "text*", output: "facts" },
      info: { lenient: true, operands: "text*", output: "facts" },
      kdf: { options: { "-kdfopt -keylen": "text" }, operands: "text", stdin: "data" },
      list: { lenient: true, operands: "text*", output: "facts" },
      mac: { operands: "text", stdin: "data" },
      md5: "dgst",
      nseq: { flags: "-toseq", stdin: "data" },
      ocsp: {
        flags:
          "-ignore_err -resp_no_certs -no_certs -nonce -no_signature_verify -resp_key_id -no_cert_verify " +
          "-req_text -resp_text -no_chain -no_cert_checks -no_explicit -trust_other -no_intern",
        options: {
          "-reqin -sign_other -index -rsigner -rkey -rother -respin -VAfile -verify_other -issuer": "read",
          "-reqout -respout": "write",
          "-url": "connect",
          "-timeout -nmin -nrequest -ndays -rmd -rsigopt -header -rcid -path -validity_period -status_age": "text",
          "-host": "connect",
          "-port": "listen",
        },
        stdin: "data",
      },
      passwd: {
        flags: "-stdin -table -reverse -6 -5 -apr1 -1 -aixmd5",
        options: { "-salt": "text" },
        operands: "text*",
        stdin: "data",
      },
      pkcs12: {
        flags:
          "-twopass -nokeys -legacy -info -nomacver -clcerts -cacerts -export -chain -LMK -keyex -keysig " +
          "-descert -nomaciter -maciter -nomac",
        options: { "-password -passcerts -caname -CSP -keypbe -certpbe -macalg": "text" },
        stdin: "data",
      },
      pkcs7: { flags: "-print_certs", stdin: "data" },
      pkcs8: {
        flags: "-nocrypt -topk8 -scrypt",
        options: { "-v1 -v2 -v2prf -scrypt_N -scrypt_r -scrypt_p": "text" },
        stdin: "data",
      },
      pkey: { flags: "-pubcheck -text_pub", options: { "-ec_conv_form -ec_param_enc": "text" }, stdin: "data" },
      pkeyparam: { stdin: "data" },
      pkeyutl: {
        flags: "-derive -rawin -verifyrecover",
        options: { "-peerkey -sigfile": "read", "-peerform -pkeyopt_passin -kdf -kdflen": "text" },
        stdin: "data",
      },
      prime: { flags: "-generate -safe", options: { "-bits -checks": "text" }, operands: "text*" },
      rand: { operands: "text?" },
      rc4: "enc",
      rehash: { flags: "-h -compat -old -n -v", operands: "write*" },
      req: {
        flags: "-x509 -subject -precert -newhdr",
        options: { "-keyout": "write", "-keygen_engine": "script", "-reqopt -addext -reqexts -newkey": "text" },
        stdin: "data",
      },
      rmd160: "dgst",
      rsa: { flags: "-RSAPublicKey_in -RSAPublicKey_out", stdin: "data" },
      rsautl: { flags: "-raw -pkcs -x931 -oaep", stdin: "data" },
      s_client: {
        flags:
          "-ct -noct -4 -6 -fallback_scsv -dane_ee_no_namechecks -reconnect -prexit -showcerts -nocommands " +
          "-noservername -enable_pha -srp_lateuser -srp_moregroups",
        options: {
          "-ctlogfile -requestCAfile -sess_in -early_data": "read",
          "-sess_out": "write",
          "-ssl_client_engine": "script",
          "-port -bind -proxy_user -proxy_pass -maxfraglen -verify -dane_tlsa_domain -dane_tlsa_rrdata": "text",
          "-starttls -xmpphost -srpuser -srppass -srp_strength": "text",
          "-host": "connect",
          "-unix": "mention",
        },
        stdin: "upload",
        operands: "connect?",
        does: ["net.connect"],
      },
      s_server: {
        flags:
          "-unlink -4 -6 -servername_fatal -no_resume_ephemeral -www -WWW -HTTP -no_cache -ext_cache " +
          "-status_verbose -early_data -anti_replay -no_anti_replay -http_server_binmode -no_ca_names " +
          "-stateless -listen -no_dhe -sendfile",
        options: {
          "-cert2 -key2 -dcert -dcert_chain -dkey -dhparam -status_file": "read",
          "-verify -Verify -dcertform -dkeyform -dpass -id_prefix -status_timeout -status_url -naccept": "text",
          "-psk_hint -srpuserseed -max_early_data -recv_max_early_data -num_tickets": "text",
          "-port -accept -unix": "text",
          "-rev": "",
        },
        does: ["net.listen"],
        signals: ["network.listen"],
      },
      s_time: { flags: "-reuse", options: { "-cafile": "read", "-verify -time -www": "text" }, does: ["net.connect"] },
      sess_id: { flags: "-cert", stdin: "data" },
      sha1: "dgst",
      sha224: "dgst",
      sha256: "dgst",
      "sha3-256": "dgst",
      "sha3-512": "dgst",
      sha384: "dgst",
      sha512: "dgst",
      sm3: "dgst",
      smime: { flags: "-pk7out -nochain", operands: "read*", stdin: "data" },
      speed: {
        flags: "-mb -mr -aead -elapsed",
        options: { "-async_jobs -evp -cmac -seconds -bytes -misalign": "text" },
        operands: "text*",
      },
      spkac: { options: { "-spksect -challenge -spkac": "text" }, stdin: "data" },
      srp: { flags: "-add -modify -delete", options: { "-gn -userinfo": "text" }, operands: "text*", stdin: "data" },
      storeutl: {
        flags: "-certs -keys -crls -r",
        options: { "-issuer -fingerprint -alias": "text" },
        operands: "read*",
        stdin: "data",
      },
      ts: {
        flags: "-token_in -token_out -query -cert -reply",
        options: { "-chain -data -queryfile": "read", "-tspolicy": "text" },
        stdin: "data",
      },
      verify: { flags: "-show_chain", options: { "-trusted -CRLfile": "read" }, operands: "read*", stdin: "data" },
      version: { lenient: true, operands: "text*", output: "facts" },
      x509: {
        flags:
          "-x509toreq -req -alias -serial -startdate -enddate -dates -subject -email -subject_hash " +
          "-subject_hash_old -issuer_hash -issuer_hash_old -ocspid -ocsp_uri -purpose -next_serial " +
          "-preserve_dates -clrext -CAcreateserial -trustout -clrtrust -clrreject",
        options: {
          "-force_pubkey": "read",
          "-CAserial": "write",
          "-certopt -ext -checkend -checkhost -checkemail -checkip -CAform -CAkeyform -setalias -addtrust": "text",
          "-addreject": "text",
        },
        stdin: "data",
      },
      zlib: "enc",
    },
  },
};
