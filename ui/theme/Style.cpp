#include "ui/theme/Style.h"

#include "ui/theme/StyleParts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QStyleFactory>
#include <QTabBar>
#include <QTableView>

namespace slipswitch::ui {

namespace {

template <typename Option>
const Option *as(const QStyleOption *option)
{
    return qstyleoption_cast<const Option *>(option);
}

} // namespace

Style::Style(Tokens tokens, Density density)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    , m_tokens(std::move(tokens))
    , m_density(density)
{ }

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (auto *menu = qobject_cast<QMenu *>(widget)) {
        menu->setWindowFlags(menu->windowFlags() | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint);
        menu->setAttribute(Qt::WA_TranslucentBackground);
    }
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget)
        || qobject_cast<QScrollBar *>(widget) || qobject_cast<QTabBar *>(widget)
        || qobject_cast<QHeaderView *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

void Style::drawPrimitive(
    PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_PanelLineEdit:
        // A field within a spin box or an editable combo box has its owner's frame.
        if (const auto *frame = as<QStyleOptionFrame>(option); frame && frame->lineWidth > 0)
            parts::field(*option, *painter, m_tokens, widget);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return parts::checkIndicator(*option, *painter, m_tokens);
    case PE_IndicatorRadioButton:
        return parts::radioIndicator(*option, *painter, m_tokens);
    case PE_PanelItemViewItem:
        if (const auto *view = as<QStyleOptionViewItem>(option))
            parts::item(*view, *painter, m_tokens);
        return;
    case PE_PanelMenu:
        return parts::popup(*option, *painter, m_tokens);
    case PE_PanelTipLabel:
        return parts::toolTip(*option, *painter, m_tokens);
    case PE_Frame:
        painter->setPen(m_tokens.border);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameFocusRect:
    case PE_FrameMenu:
    case PE_FrameLineEdit:
    case PE_FrameTabBarBase:
    case PE_PanelItemViewRow:
    case PE_PanelScrollAreaCorner:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(
    ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton:
        if (const auto *button = as<QStyleOptionButton>(option))
            return parts::button(*button, *painter, m_tokens, widget);
        break;
    case CE_ComboBoxLabel:
        if (const auto *combo = as<QStyleOptionComboBox>(option); combo && !combo->editable)
            return parts::comboLabel(*combo, *painter, m_tokens);
        break;
    case CE_Header:
        if (const auto *header = as<QStyleOptionHeader>(option))
            return parts::headerSection(*header, *painter, m_tokens);
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, m_tokens.surface);
        painter->fillRect(
            QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), m_tokens.border);
        return;
    case CE_MenuItem:
        if (const auto *item = as<QStyleOptionMenuItem>(option))
            return parts::menuItem(*item, *painter, m_tokens);
        break;
    case CE_MenuEmptyArea:
        return;
    case CE_TabBarTab:
        if (const auto *tab = as<QStyleOptionTab>(option))
            return parts::tab(*tab, *painter, m_tokens);
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    if (const auto *slider = as<QStyleOptionSlider>(option); slider && control == CC_ScrollBar)
        return parts::scrollBar(*slider, *painter, m_tokens);
    if (const auto *combo = as<QStyleOptionComboBox>(option); combo && control == CC_ComboBox)
        return parts::comboBox(*combo, *painter, m_tokens);
    if (const auto *spin = as<QStyleOptionSpinBox>(option); spin && control == CC_SpinBox)
        return parts::spinBox(*spin, *painter, m_tokens, widget);
    if (const auto *button = as<QStyleOptionToolButton>(option); button && control == CC_ToolButton)
        return parts::toolButton(*button, *painter, m_tokens);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(
    ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    if (const auto *slider = as<QStyleOptionSlider>(option); slider && control == CC_ScrollBar)
        return parts::scrollPart(*slider, part);
    if (const auto *spin = as<QStyleOptionSpinBox>(option); spin && control == CC_SpinBox)
        return parts::spinPart(*spin, part);
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return option->rect.adjusted(9, 2, -28, -2); // the text stands where a field's does
    if (control == CC_ComboBox && part == SC_ComboBoxListBoxPopup)
        return option->rect.translated(0, 4);
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_LineEditContents) {
        const auto *frame = as<QStyleOptionFrame>(option);
        return frame && frame->lineWidth > 0 ? option->rect.adjusted(8, 1, -8, -1) : option->rect;
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize Style::sizeFromContents(
    ContentsType type, const QStyleOption *option, const QSize &contents, const QWidget *widget) const
{
    const int height = parts::isSmall(widget) ? 26 : 32;
    switch (type) {
    case CT_PushButton:
        if (const auto *button = as<QStyleOptionButton>(option))
            return parts::buttonSize(*button, widget);
        break;
    case CT_LineEdit:
        if (const auto *frame = as<QStyleOptionFrame>(option); frame && frame->lineWidth > 0)
            return {contents.width() + 18, height};
        return contents;
    case CT_ComboBox:
        return {contents.width() + 44, height};
    case CT_SpinBox:
        return {contents.width() + 40, height};
    case CT_ToolButton:
        return {std::max(height, contents.width() + 8), height};
    case CT_HeaderSection:
        return {contents.width(), 30};
    case CT_MenuItem:
        if (const auto *item = as<QStyleOptionMenuItem>(option))
            return parts::menuItemSize(*item);
        break;
    case CT_TabBarTab:
        return {contents.width(), 40};
    case CT_ItemViewItem: {
        const auto size = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {size.width(), std::max(28, size.height())};
    }
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 5;
    case PM_MenuPanelWidth:
    case PM_DefaultFrameWidth:
        return 1;
    case PM_FocusFrameHMargin: // of a table's cells: they begin where its headers do
        return qobject_cast<const QTableView *>(widget) ? 7
                                                        : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_SubMenuOverlap:
        return -2;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 20;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_LineEditIconSize:
        return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ScrollView_ScrollBarSpacing:
    case PM_TabBarBaseOverlap:
        return 0;
    case PM_TabBarTabHSpace:
        return 20;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_TextCursorWidth:
        return 1;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(
    StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *answer) const
{
    switch (hint) {
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
    case SH_ScrollBar_ContextMenu:
        return 0;
    case SH_Menu_SloppySubMenus:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_ToolTipLabel_Opacity:
        return 255;
    case SH_Widget_Animation_Duration:
        return 120;
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

const Tokens &tokens()
{
    const auto *style = qobject_cast<const Style *>(QApplication::style());
    return style ? style->tokens() : lightTokens();
}

Density density()
{
    const auto *style = qobject_cast<const Style *>(QApplication::style());
    return style ? style->density() : Density::Normal;
}

int byDensity(int compact, int normal, int roomy)
{
    switch (density()) {
    case Density::Compact:
        return compact;
    case Density::Roomy:
        return roomy;
    case Density::Normal:
        break;
    }
    return normal;
}

} // namespace slipswitch::ui
