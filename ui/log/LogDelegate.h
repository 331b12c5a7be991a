#pragma once

#include "ui/log/LogModel.h"

#include <QFontMetricsF>
#include <QStyledItemDelegate>

namespace slipswitch::ui {

/// By the density in force.
[[nodiscard]] int logRowHeight();

/// Paints the log's cells from its entries; asks the model for no variants and makes no fonts.
class LogDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit LogDelegate(const LogModel &model, QObject *parent = nullptr);

    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The row under the pointer; -1: none.
    void setHovered(int row) { m_hovered = row; }
    /// Of the letters, again after the theme or the screen changed.
    void forget();

private:
    struct Face
    {
        explicit Face(const QFont &made)
            : font(made)
            , metrics(made)
        { }
        QFont font;
        QFontMetricsF metrics;
    };
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const LogEntry &row, int number,
        bool leftmost) const;
    void paintCell(QPainter &painter, const QRectF &cell, const LogEntry &row, LogColumn column) const;
    void paintModel(QPainter &painter, QRectF cell, const LogEntry &row) const;
    void paintTool(QPainter &painter, QRectF cell, const LogEntry &row) const;
    void paintDuration(QPainter &painter, const QRectF &cell, const LogEntry &row) const;
    void write(QPainter &painter, const QRectF &cell, const QString &text, const Face &face,
        const QColor &ink, bool right = false) const;
    const QPixmap &badge(const QString &tool, qreal scale) const;
    const QPixmap &pill(const PillText &pill, qreal scale) const;

    const LogModel &m_model;
    int m_hovered = -1;
    Face m_mono, m_small, m_strong;
    mutable std::map<QString, QPixmap> m_badges, m_pills;
    mutable qreal m_scale = 0;
};

} // namespace slipswitch::ui
