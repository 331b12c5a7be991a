#pragma once

#include "ui/log/DetailData.h"

#include <QWidget>

namespace slipswitch::ui {

/// Which tokens a request took: cached, new, out. A bar and what its parts are.
class TokenBar : public QWidget
{
    Q_OBJECT

public:
    explicit TokenBar(QWidget *parent = nullptr);

    void setParts(std::vector<DetailData::TokenPart> parts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    template <typename Visit>
    int visitLegend(int width, Visit visit) const;

    std::vector<DetailData::TokenPart> m_parts;
};

/// Four numbers side by side.
class FigureRow : public QWidget
{
    Q_OBJECT

public:
    explicit FigureRow(QStringList titles, QWidget *parent = nullptr);

    void setFigures(std::vector<std::pair<QString, QString>> figures);
    [[nodiscard]] QSize sizeHint() const override { return {388, 42}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 42}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QStringList m_titles;
    std::vector<std::pair<QString, QString>> m_figures;
};

} // namespace slipswitch::ui
