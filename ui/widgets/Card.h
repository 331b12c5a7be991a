#pragma once

#include "ui/theme/Tokens.h"

#include <QWidget>

#include <optional>

class QHBoxLayout;
class QVBoxLayout;

namespace slipswitch::ui {

class ElidedLabel;

/// A surface with a border; optionally a title, a note beside it, and widgets at the title's right end.
class Card : public QWidget
{
    Q_OBJECT

public:
    explicit Card(const QString &title = {}, const QString &note = {}, QWidget *parent = nullptr);

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    void addToHeader(QWidget *widget);
    void setTitle(const QString &title);
    void setNote(const QString &note);
    /// The note is never cut; what stands at the right gives way instead.
    void holdNote() { m_holdsNote = true; }
    /// A pale ground and an edge that say how things stand; none: the plain surface.
    void setTone(std::optional<Tone> tone);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitNote();

    QHBoxLayout *m_header = nullptr;
    QVBoxLayout *m_body;
    ElidedLabel *m_title, *m_note;
    std::optional<Tone> m_tone;
    bool m_holdsNote = false;
};

/// A line of one pixel.
class Separator : public QWidget
{
    Q_OBJECT

public:
    explicit Separator(Qt::Orientation orientation = Qt::Horizontal, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace slipswitch::ui
