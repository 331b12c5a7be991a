#pragma once

#include "ui/theme/Tokens.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <vector>

class QPushButton;

namespace slipswitch::ui {

class Label;

/// Trouble or news within a page: what happened, what it means, one action.
class Banner : public QWidget
{
    Q_OBJECT

public:
    /// @param what  in strong letters: "Keychain is locked."; @param means  what follows from it.
    Banner(Tone tone, const QString &iconName, const QString &what, const QString &means = {},
        QWidget *parent = nullptr);

    void setText(const QString &what, const QString &means);
    /// The button at the end, made at the first call.
    [[nodiscard]] QPushButton *action(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    QString m_icon;
    Label *m_text;
    QPushButton *m_action = nullptr;
};

/// What a toast says, and what it can take back.
struct ToastText
{
    QString title {}, text {};
    Tone tone = Tone::Ok; ///< Ok: done; Warn: something changed; Bad: something failed
    QString actionText {}; ///< "Undo"; empty: none
    std::function<void()> action {}; ///< on the Qt thread, at most once
    std::function<void()> expired {}; ///< once, when the toast goes without its action having been taken
};

/// One message at the window's edge. Stays while the pointer or the focus is on it.
class Toast : public QWidget
{
    Q_OBJECT

public:
    explicit Toast(ToastText text, QWidget *parent = nullptr);
    ~Toast() override;

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] bool canUndo() const { return static_cast<bool>(m_text.action); }

Q_SIGNALS:
    void finished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void act();

    ToastText m_text;
    QTimer m_life;
};

/// Holds a window's toasts above its lower right corner, the newest at the bottom, three at most.
class ToastHost : public QObject
{
    Q_OBJECT

public:
    /// @param window  is the toasts' parent; @param below  pixels kept free at its lower edge.
    ToastHost(QWidget *window, int below);

    void show(ToastText text);
    [[nodiscard]] std::size_t count() const { return m_toasts.size(); }
    /// Takes all away: what could be undone is final now. @return  whether one of them could be.
    bool endAll();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void arrange();
    void remove(Toast *toast);

    QWidget *m_window;
    int m_below;
    std::vector<Toast *> m_toasts;
};

} // namespace slipswitch::ui
