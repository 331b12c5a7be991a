#include "core/http/TlsSocketBio.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

namespace slipswitch::http {

namespace {

namespace asio = boost::asio;

TcpSocket &socketOf(BIO *bio)
{
    return *static_cast<TcpSocket *>(BIO_get_data(bio));
}

int readSocket(BIO *bio, char *bytes, int size)
{
    BIO_clear_retry_flags(bio);
    boost::system::error_code error;
    const auto got = socketOf(bio).read_some(asio::buffer(bytes, static_cast<std::size_t>(size)), error);
    if (!error)
        return static_cast<int>(got);
    if (error == asio::error::would_block)
        BIO_set_retry_read(bio);
    if (error == asio::error::eof) {
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
        return 0;
    }
    return -1;
}

int writeSocket(BIO *bio, const char *bytes, int size)
{
    BIO_clear_retry_flags(bio);
    boost::system::error_code error;
    const auto sent = socketOf(bio).write_some(asio::buffer(bytes, static_cast<std::size_t>(size)), error);
    if (!error)
        return static_cast<int>(sent);
    if (error == asio::error::would_block)
        BIO_set_retry_write(bio);
    return -1;
}

long control(BIO *bio, int command, long, void *)
{
    if (command == BIO_CTRL_EOF)
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD *newMethod()
{
    auto *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "slipswitch socket");
    BIO_meth_set_read(method, &readSocket);
    BIO_meth_set_write(method, &writeSocket);
    BIO_meth_set_ctrl(method, &control);
    return method;
}

} // namespace

BIO *newSocketBio(TcpSocket &socket)
{
    static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method(newMethod(), &BIO_meth_free);
    auto *bio = BIO_new(method.get());
    BIO_set_data(bio, &socket);
    BIO_set_init(bio, 1);
    return bio;
}

} // namespace slipswitch::http
