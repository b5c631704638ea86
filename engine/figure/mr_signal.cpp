#include "engine/figure/mr_signal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

struct TissueRow {
    MrTissue tissue;
    double density;
    double t1_low, t1_high;  ///< ms at 1.5 T and 3 T
    double t2_low, t2_high;
    double t2_prime;  ///< ms at 1.5 T
    double adc;       ///< mm2/s
    double fat;
    double enhancement;
};

constexpr double fat_t1_low = 270, fat_t1_high = 380, fat_t2 = 90;

constexpr std::array rows{
    TissueRow{MrTissue::air, 0.0, 1000, 1000, 1, 1, 1, 0, 0, 0},
    TissueRow{MrTissue::cortical_bone, 0.06, 400, 500, 1, 1, 2, 1e-4, 0.3, 0},
    TissueRow{MrTissue::ligament, 0.35, 500, 600, 6, 5, 10, 3e-4, 0, 0},
    TissueRow{MrTissue::cartilage, 0.72, 1060, 1240, 42, 37, 60, 1.3e-3, 0, 0},
    TissueRow{MrTissue::meniscus, 0.4, 700, 850, 9, 8, 12, 5e-4, 0, 0},
    TissueRow{MrTissue::fat, 0.95, fat_t1_low, fat_t1_high, fat_t2, fat_t2, 60, 5e-5, 1.0, 0},
    TissueRow{MrTissue::fatty_marrow, 0.82, 700, 850, 50, 46, 20, 2e-4, 0.85, 0.02},
    TissueRow{MrTissue::red_marrow, 0.72, 549, 586, 49, 45, 18, 4e-4, 0.42, 0.08},
    TissueRow{MrTissue::muscle, 0.75, 1008, 1412, 44, 40, 60, 1.4e-3, 0.03, 0.04},
    TissueRow{MrTissue::gray_matter, 0.81, 1080, 1480, 98, 95, 90, 8e-4, 0, 0},
    TissueRow{MrTissue::deep_gray, 0.78, 860, 1180, 84, 76, 60, 7.5e-4, 0, 0},
    TissueRow{MrTissue::white_matter, 0.71, 580, 850, 76, 70, 90, 7e-4, 0, 0},
    TissueRow{MrTissue::choroid, 0.85, 1150, 1500, 110, 100, 90, 1.3e-3, 0, 0.5},
    TissueRow{MrTissue::cord, 0.72, 745, 993, 76, 75, 80, 8e-4, 0, 0},
    TissueRow{MrTissue::csf, 1.0, 4200, 4300, 1800, 1700, 800, 3e-3, 0, 0},
    TissueRow{MrTissue::fluid, 0.98, 2800, 3200, 800, 700, 500, 2.6e-3, 0, 0},
    TissueRow{MrTissue::blood, 0.9, 1440, 1930, 290, 275, 150, 1.6e-3, 0, 1.0},
    TissueRow{MrTissue::flowing_blood, 0.9, 1440, 1930, 290, 275, 150, 1.6e-3, 0, 1.0},
    TissueRow{MrTissue::liver, 0.78, 586, 809, 46, 34, 38, 1.1e-3, 0.03, 0.18},
    TissueRow{MrTissue::spleen, 0.82, 1057, 1328, 79, 61, 60, 8.5e-4, 0, 0.3},
    TissueRow{MrTissue::kidney_cortex, 0.83, 966, 1142, 87, 76, 80, 2e-3, 0, 0.5},
    TissueRow{MrTissue::kidney_medulla, 0.87, 1412, 1545, 88, 81, 80, 2e-3, 0, 0.25},
    TissueRow{MrTissue::pancreas, 0.78, 584, 725, 46, 43, 50, 1.5e-3, 0.1, 0.25},
    TissueRow{MrTissue::bowel, 0.7, 1000, 1300, 60, 50, 30, 1.5e-3, 0.02, 0.2},
    TissueRow{MrTissue::bile, 0.98, 2500, 2800, 700, 600, 400, 2.6e-3, 0, 0},
    TissueRow{MrTissue::disc_nucleus, 0.85, 1200, 1400, 125, 115, 90, 1.7e-3, 0, 0},
    TissueRow{MrTissue::disc_ring, 0.55, 900, 1050, 34, 30, 40, 9e-4, 0, 0},
    TissueRow{MrTissue::degenerated_disc, 0.6, 900, 1050, 42, 38, 40, 9e-4, 0, 0},
    TissueRow{MrTissue::edema, 0.88, 1350, 1750, 170, 160, 140, 1.5e-3, 0, 0},
    TissueRow{MrTissue::plaque, 0.86, 1250, 1600, 190, 180, 140, 1.3e-3, 0, 0},
    TissueRow{MrTissue::tumor, 0.86, 1250, 1650, 115, 108, 80, 1.1e-3, 0, 0.35},
    TissueRow{MrTissue::infarct, 0.85, 1180, 1550, 125, 120, 110, 3.8e-4, 0, 0},
    TissueRow{MrTissue::phantom_fluid, 0.95, 480, 500, 230, 200, 300, 2.0e-3, 0, 0},
    TissueRow{MrTissue::plastic, 0.0, 1000, 1000, 1, 1, 1, 0, 0, 0},
};

const TissueRow& row_of(MrTissue tissue) {
    return *std::find_if(rows.begin(), rows.end(), [&](const TissueRow& row) { return row.tissue == tissue; });
}

/// A power of the field through the values at 1.5 T and 3 T.
double at_field(double low, double high, double field_t) {
    return low * std::pow(field_t / 1.5, std::log2(high / low));
}

struct Times {
    double t1_ms, t2_ms, t2_star_ms;
};

double recovered(const Times& times, const MrSequence& s) {
    const auto left = [&](double after_ms) { return std::exp(-std::max(after_ms, 0.0) / times.t1_ms); };
    switch (s.kind) {
        case MrSequence::Kind::spin_echo:
            return 1 - 2 * left(s.tr_ms - s.te_ms / 2) + left(s.tr_ms);
        case MrSequence::Kind::inversion_recovery:
            return 1 - 2 * left(s.ti_ms) + 2 * left(s.tr_ms - s.te_ms / 2) - left(s.tr_ms);
        case MrSequence::Kind::gradient_echo:
            break;
    }
    const double flip = s.flip_deg * std::numbers::pi / 180;
    return std::sin(flip) * (1 - left(s.tr_ms)) / std::max(1 - std::cos(flip) * left(s.tr_ms), 1e-9);
}

double magnetization(const Times& times, const MrSequence& s) {
    const bool refocused = s.kind != MrSequence::Kind::gradient_echo;
    return recovered(times, s) * std::exp(-s.te_ms / (refocused ? times.t2_ms : times.t2_star_ms));
}

/// Blood that moves on washes out of a spin echo's slice between its two pulses, and flows fresh into a gradient
/// echo's.
double flowing(double density, const Times& times, const MrSequence& s) {
    constexpr double crossing_ms = 4.0;
    if (s.kind != MrSequence::Kind::gradient_echo)
        return density * magnetization(times, s) * std::exp(-s.te_ms / crossing_ms);
    return density * std::sin(s.flip_deg * std::numbers::pi / 180) * std::exp(-s.te_ms / times.t2_star_ms);
}

}  // namespace

double larmor_mhz(double field_t) { return 42.577 * field_t; }

double fat_shift_hz(double field_t) { return 3.5 * larmor_mhz(field_t); }

MrRelaxation relaxation(MrTissue tissue, double field_t) {
    const TissueRow& row = row_of(tissue);
    return {.density = row.density,
            .t1_ms = at_field(row.t1_low, row.t1_high, field_t),
            .t2_ms = at_field(row.t2_low, row.t2_high, field_t),
            .t2_prime_ms = row.t2_prime * 1.5 / field_t,
            .adc_mm2_s = row.adc,
            .fat_share = row.fat,
            .enhancement = row.enhancement};
}

MrSignal signal(MrTissue tissue, double field_t, const MrSequence& sequence) {
    const MrRelaxation r = relaxation(tissue, field_t);
    if (r.density <= 0) return {};
    const double agent = sequence.gadolinium_mmol_l * r.enhancement;
    const auto times = [&](double t1_ms, double t2_ms) {
        const double t1 = 1 / (1 / t1_ms + 4.5e-3 * agent);
        const double t2 = 1 / (1 / t2_ms + 5.5e-3 * agent);
        return Times{t1, t2, 1 / (1 / t2 + 1 / r.t2_prime_ms)};
    };
    MrSignal result;
    result.water = r.density * (1 - r.fat_share) * std::exp(-sequence.b_s_mm2 * r.adc_mm2_s) *
                   magnetization(times(r.t1_ms, r.t2_ms), sequence);
    if (r.fat_share > 0)
        result.fat = r.density * r.fat_share * std::exp(-sequence.b_s_mm2 * 5e-5) *
                     magnetization(times(at_field(fat_t1_low, fat_t1_high, field_t), fat_t2), sequence);
    if (tissue == MrTissue::flowing_blood) result.water = flowing(r.density, times(r.t1_ms, r.t2_ms), sequence);
    return result;
}

}  // namespace collimate
