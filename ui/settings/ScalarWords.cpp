#include "ui/settings/ScalarWords.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <array>
#include <cmath>
#include <map>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using config::NumberSetting;
using config::Scalar;
using config::Settings;
using Unit = NumberSetting::Unit;
using Mode = domain::ProxyChoice::Mode;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ScalarWords", text);
}

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

struct Step
{
    const char *name;
    double size;
};
constexpr std::array<Step, 4> byteSteps {
    {{"GiB", 1073741824.0}, {"MiB", 1048576.0}, {"KiB", 1024.0}, {"B", 1.0}}};
constexpr std::array<Step, 4> timeSteps {{{"h", 3'600'000.0}, {"min", 60'000.0}, {"s", 1000.0}, {"ms", 1.0}}};

/// In the largest unit that needs no more than two decimals.
QString stepped(std::int64_t value, const std::array<Step, 4> &steps)
{
    // A group's comma would read as a decimal one.
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    for (const auto &step : steps) {
        const auto in = static_cast<double>(value) / step.size;
        if (in >= 1 && std::abs(in * 100 - std::round(in * 100)) < 1e-6)
            return u"%1 %2"_s.arg(locale.toString(in, 'g', 10), QLatin1String(step.name));
    }
    return u"%1 %2"_s.arg(value).arg(QLatin1String(steps.back().name));
}

const std::map<QString, double> &unitSizes(Unit unit)
{
    static const std::map<QString, double> bytes {{u"b"_s, 1}, {u"k"_s, 1024}, {u"kb"_s, 1e3},
        {u"kib"_s, 1024}, {u"m"_s, 1048576}, {u"mb"_s, 1e6}, {u"mib"_s, 1048576}, {u"g"_s, 1073741824},
        {u"gb"_s, 1e9}, {u"gib"_s, 1073741824}};
    static const std::map<QString, double> times {{u"ms"_s, 1}, {u""_s, 1000}, {u"s"_s, 1000},
        {u"min"_s, 60'000}, {u"m"_s, 60'000}, {u"h"_s, 3'600'000}};
    static const std::map<QString, double> days {
        {u""_s, 1}, {u"d"_s, 1}, {u"day"_s, 1}, {u"days"_s, 1}, {u"w"_s, 7}, {u"weeks"_s, 7}};
    static const std::map<QString, double> plain {{u""_s, 1}};
    return unit == Unit::Bytes       ? bytes
        : unit == Unit::Milliseconds ? times
        : unit == Unit::Days         ? days
                                     : plain;
}

} // namespace

QString pathOf(const Scalar &scalar)
{
    return text(scalar.section) + u'.' + text(scalar.key);
}

ScalarWords wordsOf(const Scalar &scalar)
{
    using Card = SettingCard;
    static const std::map<QString, ScalarWords> known {
        {u"listen.port"_s,
            {Card::Gateway, tr("Port"), tr("Tools find the gateway here. 0 takes any free one.")}},
        {u"listen.keyless"_s,
            {Card::Gateway, tr("Let calls without a key in"),
                tr("From this computer only; they count under the key “local”. A wrong key is still "
                   "refused.")}},
        {u"listen.allowedOrigins"_s,
            {Card::Gateway, tr("Web pages that may call"),
                tr("Such as http://localhost:3000; several with commas. None is the safe choice.")}},
        {u"log.keepDays"_s, {Card::Log, tr("Keep requests for"), tr("0: until the size is reached.")}},
        {u"log.maxBytes"_s, {Card::Log, tr("Log size at most"), tr("The oldest go first.")}},
        {u"log.keepBodies"_s,
            {Card::Log, tr("Keep prompts and answers"), tr("On this computer only; keys are taken out.")}},
        {u"log.bodyKeepDays"_s, {Card::Log, tr("Keep prompts for"), tr("0: until their size is reached.")}},
        {u"log.bodyMaxBytes"_s, {Card::Log, tr("Size of prompts at most"), {}}},
        {u"upstream.proxy"_s,
            {Card::Network, tr("Proxy"),
                tr("For providers without one of their own. Passwords belong in the keychain.")}},
        {u"upstream.caFile"_s,
            {Card::Network, tr("Additional certificates"), tr("A PEM file, trusted for every provider.")}},
        {u"upstream.connectTimeoutMs"_s, {Card::Advanced, tr("Wait for a connection"), {}}},
        {u"upstream.firstByteTimeoutMs"_s,
            {Card::Advanced, tr("Wait for an answer's start"), tr("Thinking models are silent for long.")}},
        {u"upstream.silenceTimeoutMs"_s, {Card::Advanced, tr("Longest silence in an answer"), {}}},
        {u"listen.maxBodyBytes"_s, {Card::Advanced, tr("Largest request"), {}}},
        {u"listen.maxConnections"_s, {Card::Advanced, tr("Connections at once"), {}}},
        {u"listen.keepAliveAfterMs"_s,
            {Card::Advanced, tr("Tell waiting tools after"),
                tr("So that they don't take a silent stream for a dead one. 0: never.")}},
    };
    const auto found = known.find(pathOf(scalar));
    return found == known.end() ? ScalarWords {SettingCard::Advanced, pathOf(scalar), {}} : found->second;
}

QString numberText(Unit unit, std::int64_t value)
{
    switch (unit) {
    case Unit::Bytes:
        return stepped(value, byteSteps);
    case Unit::Milliseconds:
        return stepped(value, timeSteps);
    case Unit::Days:
        return value == 1 ? tr("1 day") : tr("%1 days").arg(value);
    default:
        return QString::number(value);
    }
}

std::optional<std::int64_t> numberFrom(Unit unit, const QString &typed)
{
    static const QRegularExpression shape(u"^\\s*([0-9]+(?:[.,][0-9]+)?)\\s*([A-Za-z]*)\\s*$"_s);
    const auto match = shape.match(typed);
    if (!match.hasMatch())
        return std::nullopt;
    auto word = match.captured(2).toLower();
    // Translated "days" come back as they were written.
    if (unit == Unit::Days && (word == tr("%1 days").arg(u""_s).trimmed().toLower()))
        word.clear();
    const auto &sizes = unitSizes(unit);
    const auto size = sizes.find(word);
    if (size == sizes.end())
        return std::nullopt;
    const auto value = match.captured(1).replace(u',', u'.').toDouble() * size->second;
    if (value > 9e15)
        return std::nullopt;
    const bool whole = unit == Unit::Bytes || std::abs(value - std::round(value)) < 1e-6;
    return whole ? std::optional(static_cast<std::int64_t>(std::llround(value))) : std::nullopt;
}

QString boundsText(const NumberSetting &number)
{
    const auto low = numberText(number.unit, number.lowest), high = numberText(number.unit, number.highest);
    switch (number.unit) {
    case Unit::Bytes:
        return tr("A size from %1 to %2, such as 512 MiB.").arg(low, high);
    case Unit::Milliseconds:
        return tr("A time from %1 to %2, such as 30 s.").arg(low, high);
    default:
        return tr("A whole number from %1 to %2.").arg(number.lowest).arg(number.highest);
    }
}

namespace {

struct Copy
{
    Settings &to;
    Settings &from;

    void operator()(const NumberSetting &number) const { number.set(to, number.get(from)); }
    template <typename Other>
    void operator()(const Other &other) const
    {
        other.in(to) = other.in(from);
    }
};

struct Say
{
    Settings &settings;

    QString operator()(const NumberSetting &number) const
    {
        return numberText(number.unit, number.get(settings));
    }
    QString operator()(const config::SwitchSetting &onOff) const
    {
        return onOff.in(settings) ? tr("on") : tr("off");
    }
    QString operator()(const config::TextSetting &one) const
    {
        return one.in(settings).empty() ? tr("none") : text(one.in(settings));
    }
    QString operator()(const config::TextListSetting &list) const
    {
        QStringList all;
        for (const auto &one : list.in(settings))
            all.append(text(one));
        return all.isEmpty() ? tr("none") : all.join(u", "_s);
    }
    QString operator()(const config::ProxySetting &proxy) const
    {
        const auto &choice = proxy.in(settings);
        if (choice.mode == Mode::Fixed)
            return text(choice.url);
        return choice.mode == Mode::None ? tr("none") : tr("as the system says");
    }
};

} // namespace

void copyScalar(const Scalar &scalar, Settings &to, const Settings &from)
{
    // The table hands out references to write through.
    auto source = from;
    std::visit(Copy {to, source}, scalar.type);
}

bool sameScalar(const Scalar &scalar, const Settings &a, const Settings &b)
{
    auto both = a;
    copyScalar(scalar, both, b);
    return both == a;
}

QString valueText(const Scalar &scalar, const Settings &settings)
{
    auto copy = settings;
    return std::visit(Say {copy}, scalar.type);
}

} // namespace slipswitch::ui
