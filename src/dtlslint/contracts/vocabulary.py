"""The words that a contract row may use; read by the schema and by the tests, never at run time."""

from __future__ import annotations

RETURNS = ("void", "int", "pointer", "count", "flags")
NODISCARD = ("must", "should", "may")
ERROR_SOURCES = ("err_queue", "ssl_get_error", "bio_should_retry", "errno", "none")
WHEN = ("always", "success", "see_note")
SCOPES = ("object", "chain", "elements")
KINDS = ("function", "macro")
COMPARES = ("equal_is_zero", "equal_is_one", "ordering", "time_order")
REVIEWS = ("page", "source", "header", "draft")

_TAGS = """
    rng verify cipher digest mac kdf sign keyagree keygen dtls tls handshake io bio x509 chain store
    pem asn1 bn ctx error init session srtp compare alloc zero pkey ec rsa dh dsa crl ct pkcs pkcs7
    pkcs12 cms ocsp ts stack conf engine ui obj crypto thread config options callback psk alpn srp
    params provider encode compress time string file memory upref retry
    timer listen shutdown peek version index
"""
TAGS = frozenset(_TAGS.split())

_ROLES = """
    key iv nonce salt psk password ticket_key secret private_key random_out digest_out out_buffer
    in_buffer key_len iv_len nonce_len salt_len password_len secret_len digest_len len out_len
    capacity iterations bits cipher_string cipher_list group_list sigalg_list version min_version
    max_version verify_mode options mode sec_level nid curve hostname hostflags verify_flags file
    path file_type alpn srtp_profiles seed seed_len additional_data tag tag_len cookie cookie_len
    compare_a compare_b depth timeout mtu size index fd command cert chain store engine method
    dest_len src_len src dest label info padding digest_name cipher_name entropy flags
    callback:verify callback:cert_verify callback:psk_client callback:psk_server callback:psk_find
    callback:psk_use callback:password callback:cookie_generate callback:cookie_verify
    callback:stateless_generate callback:stateless_verify callback:alpn callback:npn
    callback:ticket_key callback:ticket callback:servername callback:session_new
    callback:session_get callback:session_remove callback:session_id callback:session_secret
    callback:cert callback:client_cert callback:client_hello callback:info callback:msg
    callback:keylog callback:status callback:tmp_dh callback:early_data callback:security
    callback:custom_ext callback:timer callback:async callback:record_padding callback:ct
    callback:not_resumable callback:free callback:dup callback:compare callback:log
    callback:bio callback:bn callback:keygen callback:lock callback:thread_id callback:new
    callback:error callback:lookup callback:srp callback:ui callback:d2i callback:write
    callback:read callback:i2d callback:print callback:init callback:store callback:doall callback
"""
ROLES = frozenset(_ROLES.split())
