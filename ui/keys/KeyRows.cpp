#include "ui/keys/KeyRows.h"

#include "ui/widgets/Ago.h"
#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Standing = KeysData::Standing;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("KeyRows", text);
}

QString text(const std::string &words)
{
    return QString::fromStdString(words);
}

void addSpend(KeysData::Row &row, const KeySums &sums, double all)
{
    const auto dollars = sums.spentToday.dollars();
    row.spent = sumText(sums.spentToday);
    if (sums.unpricedToday > 0)
        row.spent = dollars > 0 ? tr("%1 and more").arg(row.spent) : tr("no price");
    if (all <= 0 || dollars <= 0)
        return;
    row.part = dollars / all;
    row.share = tr("%1%").arg(QLocale().toString(row.part * 100, 'f', row.part < 0.01 ? 1 : 0));
}

} // namespace

PillText KeysData::Row::pill() const
{
    switch (standing) {
    case Standing::Active:
        return {tr("Active"), u"check"_s, Tone::Ok};
    case Standing::NeverUsed:
        return {tr("Not used yet"), u"clock"_s, Tone::Neutral};
    case Standing::Unused:
        return {tr("Unused, revoke?"), u"info"_s, Tone::Neutral};
    case Standing::Revoked:
        break;
    }
    return {tr("Revoked"), u"cross"_s, Tone::Neutral};
}

std::vector<KeysData::Row> keyRows(const std::vector<domain::AccessKey> &keys,
    const std::map<std::string, KeySums> &sums, const std::map<std::string, UtcTime> &lastUsed, UtcTime now)
{
    double all = 0;
    for (const auto &[id, one] : sums)
        all += std::max(0.0, one.spentToday.dollars());
    std::vector<KeysData::Row> rows, revoked;
    for (const auto &key : keys) {
        KeysData::Row row;
        row.id = text(key.id);
        row.name = text(key.name);
        row.hint = u"sk-slip-…"_s + text(key.ending);
        row.tool = text(key.tool);
        row.project = text(key.project);
        row.made = dayText(key.createdAt);
        const auto known = sums.find(key.id);
        addSpend(row, known == sums.end() ? KeySums {} : known->second, all);
        const auto used = lastUsed.find(key.id);
        row.lastUsed = used == lastUsed.end() ? tr("never") : agoText(used->second, now);
        const auto since = used == lastUsed.end() ? key.createdAt : used->second;
        if (key.revokedAt) {
            row.standing = Standing::Revoked;
            row.lastUsed = tr("revoked %1").arg(agoText(*key.revokedAt, now));
        } else if (now - since > unusedAfter) {
            row.standing = Standing::Unused;
            row.unusedFor = tr("%1 days").arg(std::chrono::floor<std::chrono::days>(now - since).count());
        } else if (used == lastUsed.end()) {
            row.standing = Standing::NeverUsed;
        }
        (key.revokedAt ? revoked : rows).push_back(std::move(row));
    }
    rows.insert(
        rows.end(), std::make_move_iterator(revoked.rbegin()), std::make_move_iterator(revoked.rend()));
    return rows;
}

} // namespace slipswitch::ui
