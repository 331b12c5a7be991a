#include "core/http/Connector.h"

#include "tests/support/RunTask.h"

#include <boost/asio/ip/tcp.hpp>

#include <QtTest>

#include <list>

using namespace slipswitch;
using namespace slipswitch::http;
using namespace slipswitch::tests;
using namespace std::chrono_literals;
using boost::asio::ip::make_address;
using boost::asio::ip::tcp;

namespace {

using Acceptor = boost::asio::basic_socket_acceptor<tcp, Executor>;

/// A listener that nobody accepts from and whose queue is full: further connections get no answer at all.
class BlackHole
{
public:
    explicit BlackHole(boost::asio::io_context &context)
        : m_acceptor(context.get_executor())
    {
        m_acceptor.open(tcp::v4());
        m_acceptor.bind({make_address("127.0.0.1"), 0});
        m_acceptor.listen(0);
        for (int i = 0; i < 4; ++i) {
            auto &filler = m_fillers.emplace_back(context.get_executor());
            filler.async_connect(endpoint(), [](const auto &) { });
        }
        context.restart();
        context.run_for(std::chrono::milliseconds {20});
    }
    [[nodiscard]] tcp::endpoint endpoint() const { return m_acceptor.local_endpoint(); }

private:
    Acceptor m_acceptor;
    std::list<TcpSocket> m_fillers;
};

} // namespace

class TestConnector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void familiesAlternate();
    void firstAddressIsPreferred();
    void refusedAddressCostsNothing();
    void deadAddressCostsOneDelay();
    void allRefusedIsAnError();
    void noAddressIsAnError();
    void interruptEndsTheRace();

private:
    Result<TcpSocket> connect(std::vector<tcp::endpoint> endpoints)
    {
        Interrupt interrupt;
        return runTask(m_context, connectFirst(m_context.get_executor(), std::move(endpoints), interrupt));
    }
    [[nodiscard]] tcp::endpoint refusing()
    {
        const Acceptor gone(m_context.get_executor(), tcp::endpoint {make_address("127.0.0.1"), 0});
        return gone.local_endpoint();
    }

    boost::asio::io_context m_context {1};
};

void TestConnector::familiesAlternate()
{
    const Addresses given {make_address("2001:db8::1"), make_address("2001:db8::2"),
        make_address("2001:db8::3"), make_address("192.0.2.1"), make_address("192.0.2.2")};
    const Addresses expected {given[0], given[3], given[1], given[4], given[2]};
    QVERIFY(interleaved(given) == expected);
    const Addresses one {given[3]};
    QVERIFY(interleaved(one) == one);
    QVERIFY(interleaved({}).empty());
}

void TestConnector::firstAddressIsPreferred()
{
    const Acceptor first(m_context.get_executor(), tcp::endpoint {make_address("127.0.0.1"), 0});
    const Acceptor second(m_context.get_executor(), tcp::endpoint {make_address("127.0.0.1"), 0});
    const auto socket = connect({first.local_endpoint(), second.local_endpoint()});
    QVERIFY(socket);
    QVERIFY(socket->remote_endpoint() == first.local_endpoint());
    tcp::no_delay noDelay;
    socket->get_option(noDelay);
    QVERIFY(noDelay.value());
}

void TestConnector::refusedAddressCostsNothing()
{
    const Acceptor alive(m_context.get_executor(), tcp::endpoint {make_address("127.0.0.1"), 0});
    const auto socket = connect({refusing(), refusing(), refusing(), refusing(), alive.local_endpoint()});
    QVERIFY(socket);
    QVERIFY(socket->remote_endpoint() == alive.local_endpoint());
}

void TestConnector::deadAddressCostsOneDelay()
{
    const BlackHole hole(m_context);
    const Acceptor alive(m_context.get_executor(), tcp::endpoint {make_address("127.0.0.1"), 0});
    const auto begun = std::chrono::steady_clock::now();
    const auto socket = connect({hole.endpoint(), alive.local_endpoint()});
    const auto took = std::chrono::steady_clock::now() - begun;
    QVERIFY(socket);
    QVERIFY(socket->remote_endpoint() == alive.local_endpoint());
    QVERIFY(took >= attemptDelay - 5ms); // else the address was not dead
    QVERIFY(took < 950ms); // the system itself would try again after a second
}

void TestConnector::allRefusedIsAnError()
{
    const auto socket = connect({refusing(), refusing()});
    QVERIFY(socket.error().code == ErrorCode::ConnectFailed);
    QVERIFY(socket.error().source == ErrorSource::Upstream);
    QVERIFY(socket.error().retryable);
}

void TestConnector::noAddressIsAnError()
{
    QVERIFY(connect({}).error().code == ErrorCode::ConnectFailed);
}

void TestConnector::interruptEndsTheRace()
{
    const BlackHole hole(m_context);
    Interrupt interrupt;
    SteadyTimer timer(m_context.get_executor(), 50ms);
    timer.async_wait([&](const auto &) { interrupt.fire(Interrupt::Reason::TimedOut); });
    std::vector<tcp::endpoint> endpoints {hole.endpoint()};
    const auto begun = std::chrono::steady_clock::now();
    const auto socket
        = runTask(m_context, connectFirst(m_context.get_executor(), std::move(endpoints), interrupt));
    QVERIFY(!socket);
    QVERIFY(interrupt.fired());
    QVERIFY(std::chrono::steady_clock::now() - begun < 5s);
}

QTEST_GUILESS_MAIN(TestConnector)
#include "TestConnector.moc"
