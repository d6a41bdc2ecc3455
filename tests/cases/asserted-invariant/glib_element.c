/* GStreamer style: g_assert is compiled out by G_DISABLE_ASSERT. */
#include <glib.h>
#include <openssl/ssl.h>
#include <openssl/err.h>

typedef struct {
  SSL *ssl;
  BIO *bio;
  gboolean is_client;
  gboolean keys_exported;
  guint8 client_key[16];
  gsize key_len;
} GstDtlsConnectionPrivate;

typedef struct {
  GstDtlsConnectionPrivate *priv;
  GByteArray *pending;
} GstDtlsConnection;

void
gst_dtls_connection_start (GstDtlsConnection * self, gboolean is_client)
{
  GstDtlsConnectionPrivate *priv = self->priv;

  g_assert (priv->ssl);         // expect: DTL101
  g_assert (priv->bio != NULL); // expect: DTL101
  priv->is_client = is_client;
  if (is_client)
    SSL_set_connect_state (priv->ssl);
  else
    SSL_set_accept_state (priv->ssl);
  BIO_set_data (priv->bio, self);
}

static int
gst_dtls_bio_read (BIO * bio, char *out, int size)
{
  GstDtlsConnection *self = BIO_get_data (bio);
  guint have;

  g_assert (self != NULL);      // expect: DTL101
  have = self->pending->len;
  if (have == 0) {
    BIO_set_retry_read (bio);
    return -1;
  }
  g_assert ((guint) size >= have);      // expect: DTL102
  memcpy (out, self->pending->data, have);
  return (int) have;
}

gint
gst_dtls_connection_write (GstDtlsConnection * self, const void *data, gsize len)
{
  g_assert (SSL_is_init_finished (self->priv->ssl));    // expect: DTL105
  return SSL_write (self->priv->ssl, data, (int) len);
}

void
gst_dtls_connection_export (GstDtlsConnection * self)
{
  GstDtlsConnectionPrivate *priv = self->priv;
  int rc;

  rc = SSL_export_keying_material (priv->ssl, priv->client_key,
      sizeof priv->client_key, "EXTRACTOR-dtls_srtp", 19, NULL, 0, 0);
  g_assert (rc == 1);           // expect: DTL104
  priv->keys_exported = TRUE;
}

static int
gst_dtls_bio_destroy (BIO * bio)
{
  GstDtlsConnection *self = BIO_get_data (bio);

  if (G_UNLIKELY (!self))
    return 0;
  g_assert (self);              /* silent: G_UNLIKELY test stands before */
  self->priv->bio = NULL;
  return 1;
}

void
gst_dtls_connection_close (GstDtlsConnection * self)
{
  g_assert (self->priv->ssl);   /* silent: every call stands under a test */
  if (self->priv->ssl) {
    SSL_shutdown (self->priv->ssl);
    SSL_free (self->priv->ssl);
    self->priv->ssl = NULL;
  }
}

guint8 *
gst_dtls_key_copy (GstDtlsConnection * self, gsize n)
{
  guint8 *copy;
  gsize take = MIN (n, sizeof self->priv->client_key);

  g_assert (take <= sizeof self->priv->client_key);     /* silent: MIN is a bound */
  copy = g_malloc (take);
  memcpy (copy, self->priv->client_key, take);
  return copy;
}

void
gst_dtls_install (BIO_METHOD * meth)
{
  if (BIO_meth_set_read (meth, gst_dtls_bio_read) != 1)
    g_error ("no read");
  if (BIO_meth_set_destroy (meth, gst_dtls_bio_destroy) != 1)
    g_error ("no destroy");
}
