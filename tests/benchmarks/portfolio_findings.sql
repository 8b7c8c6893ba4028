-- Hand-written: the findings of xueliang-2020 for a whole portfolio, as the table `findings` of checker batch.
-- Narrow rows are sorted and joined with what is the same for every finding of a rule only then. The agreement on online
-- rates is in force from 2019Q4; before that nobody can tell. Rules whose facts are not here find nothing.
WITH low AS MATERIALIZED (
  SELECT project, (quarter || '/' || batch)::finding_key AS key
  FROM service_quarter WHERE fault_rate > 0.1 AND quarter >= '2019Q4'
), found AS (
  SELECT project, 'arrived-over-budget'::rule AS rule, ''::finding_key AS key
  FROM funding WHERE arrived > coalesce(adjusted_budget, budget)
  UNION ALL
  SELECT project, 'completion-late'::rule, ''::finding_key FROM delivery WHERE completed_on > due_on
  UNION ALL
  SELECT project, 'execution-rate-low'::rule, ''::finding_key
  FROM funding WHERE coalesce(adjusted_budget, budget) > 0 AND spent < coalesce(adjusted_budget, budget) * 0.8
  UNION ALL
  SELECT project, 'fund-arrival-below-target'::rule, ''::finding_key FROM funding WHERE arrived < budget
  UNION ALL
  SELECT project, 'judged-deduction-without-reason'::rule, id::finding_key
  FROM judgement JOIN indicators ON indicator = label WHERE reason IS NULL AND points < weight
  UNION ALL
  SELECT project, 'online-rate-below-floor'::rule, key FROM low
  UNION ALL
  SELECT project, CASE WHEN paid_on <= second_month THEN 'payment-after-first-month'::rule
    ELSE 'payment-after-second-month'::rule END, key
  FROM payment JOIN quarters ON fee_quarter = quarter WHERE paid_on > first_month
  UNION ALL
  SELECT project, 'persistent-low-online'::rule, 'low-online-rate'::finding_key
  FROM low GROUP BY project HAVING count(*) >= 4
  UNION ALL
  SELECT project, 'quantity-short'::rule, ''::finding_key FROM delivery WHERE completed < planned
  UNION ALL
  SELECT project, 'service-before-completion'::rule, (quarter || '/' || batch)::finding_key
  FROM service_quarter JOIN quarters USING (quarter) JOIN delivery USING (project)
  WHERE batch = '二期' AND completed_on > last_day
  UNION ALL
  SELECT project, 'spent-over-arrived'::rule, ''::finding_key FROM funding WHERE spent > arrived
  UNION ALL
  SELECT project, 'survey-rate-unattainable'::rule, ''::finding_key FROM (
    SELECT project, share, answers, (2 * answers * share + 10000) // 20000 AS satisfied FROM (
      SELECT project, (satisfaction * 10000)::INTEGER AS share, coalesce(returned, issued) AS answers
      FROM survey WHERE graded IS NOT TRUE)
    WHERE answers > 0)
  WHERE (200 * satisfied + answers) // (2 * answers) * 100 <> share
    AND (2000 * satisfied + answers) // (2 * answers) * 10 <> share
    AND (20000 * satisfied + answers) // (2 * answers) <> share
  UNION ALL
  SELECT project, 'unit-price-over-ceiling'::rule, batch::finding_key
  FROM unit_price WHERE price > CASE batch WHEN '一期' THEN 850 WHEN '二期' THEN 628 END
)
SELECT project, rule, key, severity, concerns, indicator, problem,
  deduction AS deduction_low, deduction AS deduction_high
FROM (SELECT * FROM found ORDER BY project, rule, key) JOIN rules USING (rule)
