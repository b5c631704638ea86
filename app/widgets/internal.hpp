#pragma once

// Shared by the widgets' own sources; screens need nothing from here.

#include "app/widgets/compat.hpp"
#include "app/widgets/layout.hpp"

namespace collimate::ui {

inline ImVec2 vec(Point p) { return {p.x, p.y}; }
inline ImVec2 top_left(const Rect& r) { return {r.x0, r.y0}; }
inline ImVec2 bottom_right(const Rect& r) { return {r.x1, r.y1}; }

/// The list painted into: the window's, or the one above everything while an Overlay lives.
ImDrawList& canvas();

class Overlay {
public:
    explicit Overlay(const Rect& clip);
    ~Overlay();
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;
};

}  // namespace collimate::ui
