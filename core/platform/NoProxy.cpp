#include "core/platform/NoProxy.h"

#include <QHostAddress>
#include <QList>
#include <QString>

#include <algorithm>

namespace slipswitch::platform {

namespace {

QString qtString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Splits "host:port" and "[address]:port"; a bare IPv6 address has no port. 0: any port.
std::pair<QString, int> splitPort(const QString &item)
{
    const auto colon = item.lastIndexOf(QLatin1Char(':'));
    const bool bracketed = item.startsWith(QLatin1Char('['));
    if (bracketed) {
        const auto end = item.indexOf(QLatin1Char(']'));
        return {item.mid(1, end - 1), colon > end ? item.mid(colon + 1).toInt() : 0};
    }
    if (colon < 0 || item.count(QLatin1Char(':')) > 1)
        return {item, 0};
    return {item.left(colon), item.mid(colon + 1).toInt()};
}

bool matchesDomain(QString domain, const QString &host)
{
    if (domain.startsWith(QLatin1String("*.")))
        domain.remove(0, 1);
    if (domain.startsWith(QLatin1Char('.')))
        domain.remove(0, 1);
    return !domain.isEmpty() && (host == domain || host.endsWith(QLatin1Char('.') + domain));
}

bool matchesAddress(const QString &item, const QHostAddress &address)
{
    if (!item.contains(QLatin1Char('/')))
        return address.isEqual(QHostAddress(item));
    const auto subnet = QHostAddress::parseSubnet(item);
    return !subnet.first.isNull() && subnet.second >= 0 && address.protocol() == subnet.first.protocol()
        && address.isInSubnet(subnet);
}

bool matches(const QString &item, const QString &host, const QHostAddress &address, std::uint16_t port)
{
    if (item == QLatin1String("*"))
        return true;
    const auto [name, itemPort] = splitPort(item);
    if (itemPort != 0 && itemPort != port)
        return false;
    return address.isNull() ? matchesDomain(name, host) : matchesAddress(name, address);
}

/// Without the dot that may end a full name.
QString normalised(std::string_view host)
{
    auto text = qtString(host).toLower();
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

} // namespace

bool isLoopback(std::string_view host)
{
    const auto name = normalised(host);
    if (name == QLatin1String("localhost") || name.endsWith(QLatin1String(".localhost")))
        return true;
    const QHostAddress address(name);
    return !address.isNull() && address.isLoopback();
}

bool bypassesProxy(std::string_view list, const ProxyTarget &target)
{
    const auto host = normalised(target.host);
    const QHostAddress address(host);
    auto items = qtString(list).toLower();
    items.replace(QLatin1Char(','), QLatin1Char(' '));
    const auto split = items.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::any_of(split.begin(), split.end(),
        [&](const QString &item) { return matches(item, host, address, target.port); });
}

} // namespace slipswitch::platform
