#pragma once

#include "engine/figure/ct_scan.hpp"

namespace collimate::ct {

// What several sections are made of.

inline const Matter nothing = {};
inline const Matter air = soft_matter(-1000);
inline const Matter fat = soft_matter(-100);
inline const Matter fluid = soft_matter(8);
inline const Matter muscle = soft_matter(52);
inline const Matter marrow = bone_matter(220);
inline const Matter cortex = bone_matter(1100);

/// A closed outline from its half with x >= 0, front to back, both ends on the midline.
[[nodiscard]] Contour symmetric(const Contour& half, int steps = 5);
/// Compact bone around marrow.
void add_bone(CtSection& section, const Contour& outline, double rind, const Matter& around);
/// Vertebral body, arch, processes and canal.
void add_vertebra(CtSection& section, Spot body_center, double radius_x, double radius_y, const Matter& around,
                  const Matter& around_arch);
/// The couch top under the patient: a thin curved shell with foam inside.
void add_couch(CtSection& section, double top_y);
void add_named(CtSection& section, const char* name, const Contour& outline, const Matter& inside,
               const Matter& around);

}  // namespace collimate::ct
