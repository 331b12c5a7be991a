#pragma once

#include <QWidget>

namespace slipswitch::ui {

class ElidedLabel;

/// A page's title and a note beside it.
class PageHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PageHeader(QWidget *parent = nullptr);

    void setTitle(const QString &title, const QString &note);

private:
    ElidedLabel *m_title, *m_note;
};

} // namespace slipswitch::ui
