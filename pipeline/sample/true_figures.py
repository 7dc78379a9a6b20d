"""What the truth is made of, indicator by indicator."""

from pipeline.sample.figures import (
    Figure,
    Part,
    always,
    cell,
    got,
    hazard_found,
    in_force,
    overdue,
    paid,
    rows,
    still_open,
    sums,
    taught,
    waiting_days,
    widest,
)

CADRES = taught("cadre", "chair", "representative")

FIGURES: dict[str, Figure] = {
    "unionisation_rate": Figure(
        cell("membership", "members_employed"), cell("membership", "employees_total")
    ),
    "members_total": Figure(cell("membership", "members_total")),
    "new_members": Figure(cell("membership", "members_new", flow=True)),
    "grassroots_unions_total": Figure(rows("org_building", always)),
    "new_unions": Figure(rows("org_building", lambda r, w: w.has(r["established_on"]))),
    "union_establishment_rate": Figure(
        cell("org_building", "employers_unionised"), cell("org_building", "employers_eligible")
    ),
    "cb_coverage_rate": Figure(
        widest("employees_covered", "contract_type", in_force),
        cell("bargaining", "employees_total"),
    ),
    "collective_contracts_in_force": Figure(rows("bargaining_contracts", in_force)),
    "contract_renewal_rate": Figure(
        rows(
            "bargaining_contracts", lambda r, w: w.has(r["expires_on"]) and w.past(r["renewed_on"])
        ),
        rows("bargaining_contracts", lambda r, w: w.has(r["expires_on"])),
    ),
    "wage_bargaining_employer_rate": Figure(
        sums(
            "bargaining_contracts",
            "employers_covered",
            lambda r, w: r["contract_type"] == "wage" and in_force(r, w),
        ),
        cell("org_building", "employers_eligible"),
    ),
    "women_special_contract_coverage": Figure(
        widest(
            "employees_covered_female",
            "contract_form",
            lambda r, w: r["contract_type"] == "women" and in_force(r, w),
        ),
        cell("bargaining", "employees_female"),
    ),
    "labour_contract_signing_rate": Figure(
        cell("bargaining", "labour_contracts_signed"), cell("bargaining", "labour_contracts_due")
    ),
    "harmonious_enterprise_coverage": Figure(
        rows("bargaining", lambda r, w: r["in_harmony_campaign"] is True),
        rows("bargaining", always),
    ),
    "workers_congress_rate": Figure(
        rows("democracy", lambda r, w: r["has_congress"] is True), rows("democracy", always)
    ),
    "openness_rate": Figure(
        rows("democracy", lambda r, w: r["has_openness"] is True), rows("democracy", always)
    ),
    "congress_vote_compliance": Figure(
        cell("democracy", "plans_voted", flow=True), cell("democracy", "plans_due_vote", flow=True)
    ),
    "rights_cases_handled": Figure(rows("case_ledger", lambda r, w: w.has(r["received_on"]))),
    "petition_count": Figure(
        rows("case_ledger", lambda r, w: r["is_petition"] is True and w.has(r["received_on"]))
    ),
    "case_closure_rate": Figure(
        rows("case_ledger", lambda r, w: w.has(r["closed_on"])), rows("case_ledger", still_open)
    ),
    "wage_arrears_recovery_rate": Figure(
        sums(
            "case_ledger",
            "arrears_recovered",
            lambda r, w: w.has(r["received_on"]) and r["arrears_claimed"] is not None,
        ),
        sums("case_ledger", "arrears_claimed", lambda r, w: w.has(r["received_on"])),
    ),
    "aid_funds_raised": Figure(sums("aid_fund", "amount_yuan", got, flow=True)),
    "aid_funds_disbursed": Figure(sums("aid_fund", "amount_yuan", paid, flow=True)),
    "aid_disbursement_rate": Figure(
        sums("aid_fund", "amount_yuan", paid, flow=True),
        sums("aid_fund", "amount_yuan", got, flow=True),
    ),
    "aid_recipients": Figure(sums("aid_fund", "persons", paid, flow=True)),
    "micro_wishes_fulfilled": Figure(
        sums(
            "aid_fund",
            "persons",
            lambda r, w: r["entry_kind"] == "disbursed" and r.get("programme") == "micro_wish",
            flow=True,
        )
    ),
    "hardship_archives_active": Figure(rows("hardship_file", lambda r, w: r["status"] == "active")),
    "aid_coverage_rate": Figure(
        rows(
            "hardship_file",
            lambda r, w: r["status"] == "active" and r["helped_this_period"] is True,
        ),
        rows("hardship_file", lambda r, w: r["status"] == "active"),
    ),
    "aid_process_days": Figure(
        (Part(waiting_days),), rows("hardship_file", lambda r, w: w.has(r["paid_on"]))
    ),
    "medical_mutual_participation_rate": Figure(
        sums("medical_mutual", "insured", lambda r, w: r["product"] == "inpatient"),
        sums("medical_mutual", "employees_eligible", lambda r, w: r["product"] == "inpatient"),
    ),
    "medical_mutual_payout": Figure(cell("medical_mutual", "claims_amount_yuan", flow=True)),
    "hazard_rectification_rate": Figure(
        rows("hazard_ledger", lambda r, w: hazard_found(r, w) and w.past(r["fixed_on"])),
        rows("hazard_ledger", hazard_found),
    ),
    "overdue_hazards": Figure(rows("hazard_ledger", overdue)),
    "safety_meetings": Figure(
        rows("hazard_ledger", lambda r, w: r["record_kind"] == "meeting" and w.has(r["found_on"]))
    ),
    "service_stations": Figure(
        rows(
            "position_honour",
            lambda r, w: (
                r["item_class"] == "venue" and r["active"] is True and w.past(r["obtained_on"])
            ),
        )
    ),
    "dues_collection_rate": Figure(
        cell("funds", "dues_received_yuan", flow=True), cell("funds", "dues_due_yuan", flow=True)
    ),
    "training_sessions": Figure(sums("activity", "sessions", taught(), flow=True)),
    "skilled_workers_trained": Figure(
        sums("activity", "participants_unique", taught("skilled_worker"), flow=True)
    ),
    "cadre_training_coverage": Figure(
        sums("activity", "participants_unique", CADRES, flow=True),
        sums("activity", "audience_total", CADRES, flow=True),
    ),
}
