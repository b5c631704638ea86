#pragma once

#include <string_view>

#include "app/widgets/layout.hpp"
#include "app/widgets/text.hpp"

namespace collimate {

/// A card as high as its content, at the top of a column.
struct OpenCard {
    ui::Rect in;       ///< room of the content
    float bottom = 0;  ///< of the card, pixels
};
[[nodiscard]] OpenCard open_card(const ui::Rect& column, std::string_view title, std::string_view scope,
                                 float content_height);

/// Height of running text in pixels.
[[nodiscard]] float height_of(std::string_view words, const ui::Reading& reading, float width);

/// A column of the page from which cards are cut, one below the other.
class CardColumn {
public:
    explicit CardColumn(const ui::Rect& column) : left_(column) {}

    /// Room of the content of the next card.
    [[nodiscard]] ui::Rect next(std::string_view title, std::string_view scope, float content_height);
    /// The next card as high as what is left of `bottom`, at least `content_height`.
    [[nodiscard]] ui::Rect rest(std::string_view title, std::string_view scope, float content_height, float bottom);
    [[nodiscard]] float content_width() const;
    [[nodiscard]] float bottom() const { return bottom_; }        ///< of the last card
    [[nodiscard]] const ui::Rect& left() const { return left_; }  ///< below the last card

private:
    ui::Rect left_;
    float bottom_ = 0;
};

}  // namespace collimate
