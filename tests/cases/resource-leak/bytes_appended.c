/* Bytes that are appended with their number are copied. */
#include <string.h>
#include <openssl/x509.h>

int buffer_append(void *buffer, const char *key, const unsigned char *bytes, int size);
int list_append(void *list, const unsigned char *item);
int list_add(void *list, const unsigned char *bytes, int size);

int with_the_size(X509 *cert, void *buffer)
{
    unsigned char *der = NULL;
    int size = i2d_X509(cert, &der);
    if (size <= 0)
        return -1;
    if (buffer_append(buffer, "cert", der, size))
        return -2; // expect: DTL301
    return 0; // expect: DTL301
}

int with_strlen(X509_NAME *name, void *buffer)
{
    char *text = X509_NAME_oneline(name, NULL, 0);
    if (!text)
        return -1;
    buffer_append(buffer, "name", (unsigned char *)text, (int)strlen(text));
    return 0; // expect: DTL301
}

int as_an_item(X509 *cert, void *list)
{
    unsigned char *der = NULL;
    if (i2d_X509(cert, &der) <= 0)
        return -1;
    return list_append(list, der); /* silent: the list may keep it */
}

int added(X509 *cert, void *list)
{
    unsigned char *der = NULL;
    int size = i2d_X509(cert, &der);
    if (size <= 0)
        return -1;
    return list_add(list, der, size); /* silent: what is added may be kept */
}
