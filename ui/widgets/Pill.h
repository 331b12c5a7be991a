#pragma once

#include "ui/theme/Tokens.h"

#include <QWidget>

class QPainter;

namespace slipswitch::ui {

/// What a pill shows: icon and word, never colour alone.
struct PillText
{
    QString word {};
    QString icon {}; ///< of resources/icons; "dot" is a filled circle; may be empty
    Tone tone = Tone::Neutral;

    bool operator==(const PillText &) const = default;
};

/// For delegates. Height 20; left-aligned and centred in the rectangle. @return the width it took.
double paintPill(QPainter &painter, const QRectF &rect, const PillText &pill);
[[nodiscard]] double pillWidth(const PillText &pill);

/// A state in a word.
class Pill : public QWidget
{
    Q_OBJECT

public:
    explicit Pill(PillText pill = {}, QWidget *parent = nullptr);

    void setPill(PillText pill);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PillText m_pill;
};

/// A keyboard's key, as "Ctrl K".
class KeyHint : public QWidget
{
    Q_OBJECT

public:
    explicit KeyHint(const QString &key, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_key;
};

/// A provider's or tool's letters on their line's tint.
class Badge : public QWidget
{
    Q_OBJECT

public:
    /// @param kind  the provider's kind, or its name.
    explicit Badge(const QString &kind, int size = 22, QWidget *parent = nullptr);
    /// A tool: its own letters, a colour by its name.
    /// @param letters  where it has some of its own; else they are taken from its name
    static Badge *forTool(const QString &tool, int size = 24, const QString &letters = {});

    void setKind(const QString &kind);
    [[nodiscard]] QSize sizeHint() const override { return {m_size, m_size}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_kind, m_letters;
    int m_size;
};

/// "CC" for "Claude Code", "db" for "docs-bot".
[[nodiscard]] QString toolLetters(const QString &tool);
/// The same tool has the same colour everywhere.
[[nodiscard]] QColor toolColor(const QString &tool, const Tokens &tokens);

} // namespace slipswitch::ui
