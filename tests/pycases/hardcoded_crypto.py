# ruff: noqa
"""DTL401 to DTL405."""

import hashlib
import hmac
import os
import random
import secrets
import ssl
from os import urandom
from random import SystemRandom

from six import b

import mbedtls
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from mbedtls.tls import DTLSConfiguration
from OpenSSL import crypto

SECRET_BYTES = 32
SHORT = 8
KEY = b"0123456789abcdef"
ROUNDS = 1000


def sizes(session) -> None:
    session.secret = os.urandom(8)  # expect: DTL402
    session.cookie_secret = urandom(SHORT)  # expect: DTL402
    session.salt = secrets.token_bytes(8)  # expect: DTL402
    session.token = secrets.token_hex(4)  # expect: DTL402
    session.key = os.urandom(32)  # expect: DTL401
    session.psk = os.urandom(256 // 8)  # expect: DTL401
    session.master_key = os.urandom(SECRET_BYTES)  # silent: a named size
    session.token2 = secrets.token_hex()  # silent: the library's default
    session.request_id = os.urandom(8)  # silent: an identifier
    session.boundary = secrets.token_hex(8)  # silent: no secret
    session.jitter = os.urandom(2)  # silent: no secret


def new_cookie_secret() -> bytes:
    return os.urandom(8)  # expect: DTL402


def make(secret=os.urandom(8), bits=secrets.randbits(64)):  # expect: DTL402
    api_key = secrets.randbits(64)  # expect: DTL402
    return secret, bits, api_key


def nonces(key: bytes, data: bytes) -> bytes:
    nonce = os.urandom(8)  # expect: DTL402
    sealed = AESGCM(key).encrypt(nonce, data, None)
    gcm_nonce = os.urandom(12)  # expect: DTL401
    iv = os.urandom(8)  # expect: DTL402
    Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return AESGCM(key).encrypt(gcm_nonce, sealed, None)


def keys() -> None:
    rsa.generate_private_key(public_exponent=65537, key_size=1024)  # expect: DTL402
    rsa.generate_private_key(65537, 1024)  # expect: DTL402
    dsa.generate_private_key(1024)  # expect: DTL402
    ec.generate_private_key(ec.SECP192R1())  # expect: DTL402
    rsa.generate_private_key(65537, 2048)  # silent: bits of a key, and enough
    ec.generate_private_key(ec.SECP256R1())  # silent: enough
    crypto.PKey().generate_key(crypto.TYPE_RSA, 1024)  # expect: DTL402
    mbedtls.pk.RSA().generate(1024)  # expect: DTL402


def probe() -> bool:
    try:
        rsa.generate_private_key(public_exponent=65537, key_size=512)  # silent: asks what is made
    except ValueError:
        return False
    return True


def export() -> object:
    try:
        return rsa.generate_private_key(public_exponent=65537, key_size=512)  # expect: DTL402
    except ValueError:
        return None


def masks() -> None:
    mask_key = os.urandom(4)  # silent: hides nothing from anybody
    session_key = os.urandom(4)  # expect: DTL402


def wifi(password: bytes, ssid: bytes, salt: bytes, access) -> None:
    PBKDF2HMAC(hashes.SHA1(), 32, ssid, 4096).derive(password)  # silent: fixed by the standard
    PBKDF2HMAC(hashes.SHA1(), 32, salt=access.ssid.encode(), iterations=4096)  # silent
    PBKDF2HMAC(hashes.SHA1(), 32, salt, 4096).derive(password)  # expect: DTL402


def stretch(password: bytes, salt: bytes) -> None:
    hashlib.pbkdf2_hmac("sha256", password, salt, ROUNDS)  # expect: DTL402
    PBKDF2HMAC(hashes.SHA256(), 32, salt, 10_000)  # expect: DTL402
    PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=600_000)  # silent
    hashlib.pbkdf2_hmac("sha256", password, b"fixed salt", 600_000)  # expect: DTL403
    hashlib.pbkdf2_hmac("sha256", b"hunter2", salt, 600_000)  # expect: DTL403


def literals(data: bytes, ctx: ssl.SSLContext) -> None:
    hmac.new(KEY, data, "sha256")  # expect: DTL403
    hmac.new(key=b"secret", msg=data, digestmod="sha256")  # expect: DTL403
    AESGCM(bytes.fromhex("000102030405060708090a0b0c0d0e0f"))  # silent: thrown away, a probe
    sealer = ChaCha20Poly1305("0123456789abcdef0123456789abcdef".encode())  # expect: DTL403
    sealer.encrypt(b"unique nonce", data, None)  # expect: DTL403
    Fernet(b"ZmDfcTF7_60GrrY167zsiPd67pEvs0aGOv2oasOM1Pg=").encrypt(data)  # expect: DTL403
    ctx.load_cert_chain("cert.pem", "key.pem", password="changeit")  # expect: DTL403
    ctx.load_cert_chain("cert.pem", "key.pem", "changeit")  # expect: DTL403
    ctx.load_cert_chain("cert.pem", "key.pem", password="")  # silent: empty
    ctx.load_cert_chain("cert.pem", "key.pem", password=os.environ["PASSWORD"])  # silent
    serialization.BestAvailableEncryption(b"passphrase").password  # expect: DTL403
    DTLSConfiguration(pre_shared_key=("client", b"the secret"))  # expect: DTL403
    DTLSConfiguration(pre_shared_key_store={"client": b"the secret"})  # expect: DTL403
    hmac.new(b"Bitcoin seed", seed(), "sha512")  # expect: DTL403


def label(seed: bytes) -> bytes:
    return hmac.new(b"Bitcoin seed", seed, "sha512").digest()  # silent: a label, not the key


def fixed_iv(key: bytes) -> None:
    iv = b"\0" * 16
    Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()  # expect: DTL404
    Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor()  # expect: DTL404
    Cipher(algorithms.AES(key), modes.CBC(b"abcdefghijklmnop")).encryptor()  # expect: DTL403
    buffer = bytearray(16)
    buffer[:] = os.urandom(16)
    Cipher(algorithms.AES(key), modes.CBC(buffer)).encryptor()  # silent: filled before


class Sealer:
    key = b"0123456789abcdef"

    def __init__(self, key: bytes = b"fallback") -> None:
        self.given = key

    def seal(self, data: bytes) -> bytes:
        return hmac.new(self.key, data, "sha256").digest()  # expect: DTL403

    def sign(self, data: bytes) -> bytes:
        return hmac.new(self.given, data, "sha256").digest()  # silent: the caller's


def callbacks(ctx: ssl.SSLContext) -> None:
    ctx.set_psk_client_callback(lambda hint: ("client", b"the secret"))  # expect: DTL403
    ctx.set_psk_server_callback(lookup)


def lookup(identity: str) -> bytes:
    return b"the secret"  # expect: DTL403


def guessed() -> str:
    token = "".join(random.choice("0123456789abcdef") for _ in range(32))  # expect: DTL404
    nonce = random.getrandbits(64)  # expect: DTL404
    digits = random.choices("0123456789", k=16)  # expect: DTL404
    password = "".join(digits)
    rng = random.Random()
    session_key = bytes(rng.randint(0, 255) for _ in range(16))  # expect: DTL404
    key = random.choice(list(os.environ))  # silent: a key of a dictionary
    delay = random.uniform(0, 1)  # silent: no secret
    session_key = b("".join(random.choice("0123456789") for _ in range(16)))  # expect: DTL404
    part = {"keyvalue": "".join(random.choice("0123456789") for _ in range(16))}  # expect: DTL404
    mac_address = random.getrandbits(48)  # silent: an address
    safe_token = SystemRandom().choice("abc")  # silent: the system's generator
    return f"{token}{nonce}{password}{session_key}{key}{delay}{mac_address}{safe_token}"


def generate_token() -> str:
    return hashlib.sha256(str(random.random()).encode()).hexdigest()  # expect: DTL404


def seed() -> bytes:
    modes.CBC(random.randbytes(16)).name  # expect: DTL404
    return os.environb[b"SEED"]


def partial() -> bytes:
    key = os.urandom(16) + b"\0" * 16  # expect: DTL405
    master_secret = bytearray(32)
    master_secret[:16] = os.urandom(16)  # expect: DTL405
    both = bytearray(32)
    both[:16] = os.urandom(16)  # silent: the other half is filled too
    both[16:] = os.urandom(16)
    return key + bytes(master_secret) + bytes(both)


def games(vocabulary: list, post, chars: str) -> dict:
    token = random.choice(vocabulary)  # silent: picks one of what there is
    key = "".join(random.choice(chars) for _ in range(12))  # silent: a key of the dictionary below
    post(secrets.token_hex(4))  # silent: nobody knows what it is for
    seed = post(random.getrandbits(64))  # silent: what comes back is not the number
    post.secret = seed
    finished = random.randint(0, 9)  # silent: no secret
    return {token: finished, **{}}[key]


def probe(backend) -> bool:
    return backend.cipher_supported(algorithms.AES(b"k" * 16), modes.CBC(b"i" * 16))  # silent: asks


try:
    rand = random.SystemRandom()
except NotImplementedError:
    rand = random


def drawn() -> int:
    nonce = rand.getrandbits(31)  # silent: the system's generator, where there is one
    return nonce
