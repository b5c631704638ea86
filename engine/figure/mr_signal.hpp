#pragma once

namespace collimate {

enum class MrTissue {
    air,
    cortical_bone,
    ligament,
    cartilage,
    meniscus,
    fat,
    fatty_marrow,
    red_marrow,
    muscle,
    gray_matter,
    deep_gray,
    white_matter,
    choroid,
    cord,
    csf,
    fluid,
    blood,
    flowing_blood,
    liver,
    spleen,
    kidney_cortex,
    kidney_medulla,
    pancreas,
    bowel,
    bile,
    disc_nucleus,
    disc_ring,
    degenerated_disc,
    edema,
    plaque,
    tumor,
    infarct,
    phantom_fluid,
    plastic,
};

/// Proton density relative to water, times in ms; T2* follows from T2 and t2_prime (both decay at once).
struct MrRelaxation {
    double density = 0.0;
    double t1_ms = 1000.0;
    double t2_ms = 50.0;
    double t2_prime_ms = 100.0;
    double adc_mm2_s = 1e-3;   ///< apparent diffusion coefficient
    double fat_share = 0.0;    ///< of the protons; their T1 and T2 are those of fat
    double enhancement = 0.0;  ///< share of the contrast agent's plasma concentration that reaches the tissue
};

/// Values at 1.5 T and 3 T as compiled by Stanisz et al. (Magn Reson Med 54:507, 2005), de Bazelaire et al. (Radiology
/// 230:652, 2004) and Gold et al. (AJR 183:343, 2004), rounded; between and beyond, T1 follows a power of the field.
[[nodiscard]] MrRelaxation relaxation(MrTissue tissue, double field_t);

/// Resonance frequency of hydrogen; 42.577 MHz/T.
[[nodiscard]] double larmor_mhz(double field_t);
/// How much slower fat turns than water: 3.5 ppm.
[[nodiscard]] double fat_shift_hz(double field_t);

struct MrSequence {
    enum class Kind { spin_echo, gradient_echo, inversion_recovery };
    Kind kind = Kind::spin_echo;
    double tr_ms = 500.0;
    double te_ms = 15.0;
    double ti_ms = 150.0;            ///< inversion recovery only
    double flip_deg = 90.0;          ///< gradient echo only
    double b_s_mm2 = 0.0;            ///< diffusion weighting
    double gadolinium_mmol_l = 0.0;  ///< in plasma; shortens T1 by 4.5 and T2 by 5.5 per s and mmol/l
};

struct MrSignal {
    double water = 0.0;
    double fat = 0.0;
};

/// Transverse magnetization at the echo, relative to that of pure water at rest; negative after an inversion whose zero
/// crossing is still to come. Equations: Haacke et al., Magnetic Resonance Imaging (1999), chapters 8 and 18.
[[nodiscard]] MrSignal signal(MrTissue tissue, double field_t, const MrSequence& sequence);

}  // namespace collimate
