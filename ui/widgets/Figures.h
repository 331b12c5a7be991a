#pragma once

#include "ui/theme/Tokens.h"

#include <QString>
#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

class QPainter;

namespace slipswitch::ui {

class ElidedLabel;
class Label;

/// For delegates: a line through values, from zero up, in its rectangle.
void paintSparkline(QPainter &painter, const QRectF &rect, const std::vector<double> &values,
    const QColor &color, bool filled);

/// A trend without axes.
class Sparkline : public QWidget
{
    Q_OBJECT

public:
    explicit Sparkline(Tone tone = Tone::Accent, QWidget *parent = nullptr);

    /// @param filled  for amounts; a level such as a latency is a bare line.
    void setValues(std::vector<double> values, bool filled = true);
    [[nodiscard]] QSize sizeHint() const override { return {84, 28}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 20}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    std::vector<double> m_values;
    bool m_filled = true;
};

/// How far along something is, with a threshold's tick and a pale forecast. Shares of 1.
class Meter : public QWidget
{
    Q_OBJECT

public:
    explicit Meter(const QString &says, QWidget *parent = nullptr);

    void setValue(double share, std::optional<double> threshold = {}, std::optional<double> forecast = {});
    void setColor(const QColor &color);
    [[nodiscard]] QSize sizeHint() const override { return {160, 8}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 8}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_says;
    double m_value = 0;
    std::optional<double> m_threshold, m_forecast;
    QColor m_color;
};

/// How a stretch of time went.
enum class Health : std::uint8_t
{
    None, ///< no requests
    Good,
    Shaky, ///< some failed or were limited
    Bad,
};

/// An hour in a row of strokes; height and colour both tell.
class HealthStrip : public QWidget
{
    Q_OBJECT

public:
    explicit HealthStrip(QWidget *parent = nullptr);

    /// Oldest first.
    void setSlots(std::vector<Health> slots);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<Health> m_slots;
};

/// A state's dot with its halo.
class StatusDot : public QWidget
{
    Q_OBJECT

public:
    explicit StatusDot(int size = 18, QWidget *parent = nullptr);

    void setTone(Tone tone);
    [[nodiscard]] QSize sizeHint() const override { return {m_size, m_size}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Neutral;
    int m_size;
};

/// What a tile shows; texts are ready to be read.
struct Stat
{
    QString number {}, unit {};
    QString lead {}; ///< strong, in its tone, before the note: "+12%"
    QString leadIcon {};
    Tone leadTone = Tone::Neutral;
    QString note {};
    std::vector<double> trend {};
    bool trendFilled = true;
    QString about {}; ///< what the number covers, for who wants to know: its tool tip

    bool operator==(const Stat &) const = default;
};

/// One number that matters, with its trend and what it means.
class StatTile : public QWidget
{
    Q_OBJECT

public:
    explicit StatTile(const QString &title, Tone trendTone = Tone::Accent, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setStat(const Stat &stat);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    ElidedLabel *m_title, *m_note;
    Label *m_number, *m_unit, *m_lead;
    QWidget *m_leadIcon;
    Sparkline *m_trend;
    Stat m_stat;
};

} // namespace slipswitch::ui
