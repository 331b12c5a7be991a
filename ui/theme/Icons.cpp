#include "ui/theme/Icons.h"

#include "ui/theme/Style.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <mutex>

// The macro declares a function and must stand outside any namespace.
static void registerPictures()
{
    Q_INIT_RESOURCE(pictures);
}

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

QByteArray source(const QString &name, const QColor &color)
{
    static std::once_flag once;
    std::call_once(once, registerPictures);
    QFile file(u":/icons/"_s + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", color.name(QColor::HexRgb).toLatin1());
}

QPixmap rendered(const QString &name, const QColor &color, QSize pixels)
{
    const auto key
        = u"slipswitch/%1/%2/%3x%4"_s.arg(name, color.name()).arg(pixels.width()).arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(source(name, color)).render(&painter, QRectF(QPointF(), QSizeF(pixels)));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class SvgEngine final : public QIconEngine
{
public:
    SvgEngine(QString name, Ink ink)
        : m_name(std::move(name))
        , m_ink(ink)
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(*painter, rect, m_name, color(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(m_name, color(mode), size);
    }
    QIconEngine *clone() const override { return new SvgEngine(m_name, m_ink); }
    QString iconName() override { return m_name; }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode) const
    {
        return tokens().ink(mode == QIcon::Disabled ? Ink::Disabled : m_ink);
    }

    QString m_name;
    Ink m_ink;
};

} // namespace

QIcon icon(const QString &name, Ink ink)
{
    return QIcon(new SvgEngine(name, ink));
}

void paintIcon(QPainter &painter, const QRectF &where, const QString &name, const QColor &color)
{
    const auto scale = painter.device()->devicePixelRatioF();
    auto opaque = color;
    opaque.setAlpha(255);
    auto pixmap = rendered(name, opaque, (where.size() * scale).toSize());
    pixmap.setDevicePixelRatio(scale);
    const auto before = painter.opacity();
    painter.setOpacity(before * color.alphaF());
    painter.drawPixmap(where.topLeft(), pixmap);
    painter.setOpacity(before);
}

} // namespace slipswitch::ui
