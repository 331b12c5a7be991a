#pragma once

#include "ui/providers/ProvidersData.h"

#include <QTableView>

namespace slipswitch::ui {

class ModelTableRows;

/// A provider's models with what they can do and cost; a switch at the end of each row. Space switches too.
class ModelTable : public QTableView
{
    Q_OBJECT

public:
    enum class Shown : std::uint8_t
    {
        Suggested,
        All,
        On,
    };
    explicit ModelTable(QWidget *parent = nullptr);

    void setModels(const std::vector<ModelRow> &models);
    void setShown(Shown shown, const QString &words);
    [[nodiscard]] int rowsShown() const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 160}; }

Q_SIGNALS:
    void switched(const QString &model, bool on);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void toggle(const QModelIndex &index);
    void fit();

    ModelTableRows *m_rows;
};

} // namespace slipswitch::ui
