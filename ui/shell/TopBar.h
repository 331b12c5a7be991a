#pragma once

#include <QAbstractButton>
#include <QPointer>
#include <QWidget>

class QHBoxLayout;

namespace slipswitch::ui {

class PageHeader;

/// Looks like a field, opens the palette.
class SearchButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit SearchButton(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {208, 32}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 32}; }

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// Title and tools of the page, search and notices.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget *parent = nullptr);

    void setTitle(const QString &title, const QString &note);
    /// The page's own; the ones before are hidden, not deleted.
    void setTools(QWidget *tools);
    /// The newest first. @param unread  a dot says that there are new ones, until they are looked at.
    void setNotices(const QStringList &notices, bool unread);
    [[nodiscard]] bool hasUnread() const { return m_unread; }
    void showNotices();

Q_SIGNALS:
    void searchRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showUnread();

    QHBoxLayout *m_row;
    PageHeader *m_header;
    QAbstractButton *m_bell;
    QWidget *m_dot;
    bool m_unread = false;
    QPointer<QWidget> m_tools;
    QStringList m_notices;
};

} // namespace slipswitch::ui
