/* Just enough of Qt's names for the cases to compile; own text, no Qt code. */
#pragma once
#include <cassert>
#include <cstddef>
#include <cstring>

#define Q_UNUSED(x) (void)(x)
#define Q_ASSERT(x) assert(x)
#define Q_CHECK_PTR(p) do { if (!(p)) qBadAlloc(); } while (0)
#define qCWarning(category) QStream()
#define qWarning() QStream()
#define emit
#define QT_CONFIG(feature) (1 == QT_FEATURE_##feature)
#define QT_FEATURE_opensslv11 1
void qBadAlloc();

namespace Qt { enum Initialization { Uninitialized }; }

class QStream {
public:
    template <typename T> QStream &operator<<(const T &) { return *this; }
};

class QString {
public:
    QString();
    QString(const char *text);
    static QString fromUtf8(const char *text);
    int size() const;
    bool isEmpty() const;
    bool operator==(const QString &) const;
};

class QByteArray {
public:
    QByteArray();
    QByteArray(const char *text, int size = -1);
    QByteArray(int size, char fill);
    QByteArray(int size, Qt::Initialization);
    static QByteArray fromRawData(const char *data, int size);
    static QByteArray fromHex(const QByteArray &hex);
    char *data();
    const char *data() const;
    const char *constData() const;
    int size() const;
    int length() const;
    bool isEmpty() const;
    bool isNull() const;
    void resize(int size);
    void reserve(int size);
    void append(const QByteArray &other);
    void append(const char *data, int size);
    QByteArray &fill(char c, int size = -1);
    QByteArray left(int size) const;
    bool operator==(const QByteArray &) const;
    bool operator!=(const QByteArray &) const;
    char &operator[](int index);
};

template <typename T> const T &qMin(const T &a, const T &b) { return b < a ? b : a; }
template <typename T> const T &qMax(const T &a, const T &b) { return a < b ? b : a; }
int qrand();
void qsrand(unsigned seed);
