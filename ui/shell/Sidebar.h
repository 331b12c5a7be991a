#pragma once

#include "ui/shell/Page.h"

#include <QAbstractButton>
#include <QWidget>

#include <map>
#include <vector>

class QVBoxLayout;

namespace slipswitch::ui {

/// One entry of the sidebar.
class NavItem : public QAbstractButton
{
    Q_OBJECT

public:
    NavItem(const QString &title, const QString &iconName, QWidget *parent = nullptr);

    void setBadge(const QString &badge);
    void setNarrow(bool narrow);
    [[nodiscard]] QSize sizeHint() const override { return {m_narrow ? 40 : 188, 30}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 30}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon, m_badge;
    bool m_narrow = false;
};

/// The pages by section. 208 wide, or 56 with icons alone.
class Sidebar : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(const PageList &pages, QWidget *parent = nullptr);

    void setCurrent(const QString &pageId);
    /// A few letters behind a page's name: "42/min", "6".
    void setBadge(const QString &pageId, const QString &badge);
    void setNarrow(bool narrow);
    [[nodiscard]] bool narrow() const { return m_narrow; }
    [[nodiscard]] QAbstractButton *item(const QString &pageId) const;

Q_SIGNALS:
    void opened(const QString &pageId);
    void toggled();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void add(const PageSpec &page, QVBoxLayout &column);

    std::map<QString, NavItem *> m_items;
    std::vector<NavItem *> m_order;
    std::vector<QWidget *> m_wideOnly;
    QVBoxLayout *m_column;
    bool m_narrow = false;
};

} // namespace slipswitch::ui
