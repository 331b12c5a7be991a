#include "ui/spend/SpendExport.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

QByteArray cell(const QString &text)
{
    auto safe = text;
    if (!safe.isEmpty() && u"=+-@\t\r"_s.contains(safe.front()))
        safe.prepend(u'\'');
    if (safe.contains(u',') || safe.contains(u'"') || safe.contains(u'\n') || safe.contains(u'\r'))
        safe = u'"' + safe.replace(u'"', u"\"\""_s) + u'"';
    return safe.toUtf8();
}

QByteArray lineOf(const SpendData::Cell &line)
{
    const auto &sums = line.sums;
    const auto &usage = sums.usage;
    const auto number = [](std::int64_t count) { return ',' + QByteArray::number(qlonglong {count}); };
    // A sum that holds requests without a price is still what the others cost.
    const bool known = sums.cost.picodollars() != 0 || sums.unpriced == 0;
    return cell(line.start) + ',' + cell(line.name) + number(sums.exchanges) + number(sums.errors)
        + number(sums.unpriced) + number(usage.totalInput())
        + number(usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead) + number(usage.totalOutput())
        + ',' + (known ? QByteArray::fromStdString(sums.cost.toString()) : QByteArray()) + "\r\n";
}

} // namespace

QByteArray spendCsv(const SpendData &data)
{
    QByteArray csv = "start," + cell(data.rowHead.toLower())
        + ",requests,errors,without_price,tokens_in,tokens_from_cache,tokens_out,cost_usd\r\n";
    for (const auto &line : data.cells)
        csv += lineOf(line);
    return csv;
}

QByteArray pngOf(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

void writeInBackground(QObject *context, const QString &file, std::function<QByteArray()> content,
    std::function<void(const QString &problem)> done)
{
    QThreadPool::globalInstance()->start(
        [context = QPointer<QObject>(context), file, content = std::move(content), done = std::move(done)] {
            QSaveFile target(file);
            QString problem;
            if (!target.open(QIODevice::WriteOnly) || target.write(content()) < 0 || !target.commit())
                problem = target.errorString();
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [context, done, problem] {
                    if (context)
                        done(problem);
                },
                Qt::QueuedConnection);
        });
}

} // namespace slipswitch::ui
