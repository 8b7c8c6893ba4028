-- Hand-written: the scores of xueliang-2020 for a whole portfolio, as the table `scores` of checker batch.
-- Points are DECIMAL(5, 2) all through; a share of the weight is worked out in whole hundredths, rounded half up. Mind
-- that greatest and least pass over nulls: a null must stay one here, because it means that nobody knows.
WITH low_online AS (
  SELECT project, (count(*) FILTER (fault_rate > 0.1 AND quarter >= '2019Q4'))::SMALLINT AS sure,
    (count(*) FILTER (fault_rate IS NULL))::SMALLINT AS maybe,
    CASE WHEN count(*) FILTER (quarter < '2019Q4') = 0 THEN 1000 END AS most
  FROM service_quarter GROUP BY project
), late AS (
  SELECT project, (count(*) FILTER (paid_on > second_month))::SMALLINT AS sure,
    (count(*) FILTER (paid_on IS NULL))::SMALLINT AS maybe
  FROM payment JOIN quarters ON fee_quarter = quarter GROUP BY project
), dear AS (
  SELECT project, (count(*) FILTER (price > CASE batch WHEN '一期' THEN 850 WHEN '二期' THEN 628 END))::SMALLINT AS sure,
    (count(*) FILTER (price IS NULL))::SMALLINT AS maybe
  FROM unit_price GROUP BY project
), judged AS (
  SELECT project,
    any_value(points) FILTER (indicator = '项目立项') AS project_initiation,
    any_value(points) FILTER (indicator = '绩效目标') AS performance_target,
    any_value(points) FILTER (indicator = '资金投入') AS funding_input,
    any_value(points) FILTER (indicator = '资金使用合规性') AS fund_compliance,
    any_value(points) FILTER (indicator = '组织实施') AS organisation,
    any_value(points) FILTER (indicator = '社会效益') AS social_benefit,
    any_value(points) FILTER (indicator = '可持续影响') AS sustainability
  FROM judgement GROUP BY project
), cents AS (
  SELECT project, (budget * 100)::BIGINT AS budget, (coalesce(adjusted_budget, budget) * 100)::BIGINT AS final,
    (arrived * 100)::BIGINT AS arrived, (spent * 100)::BIGINT AS spent
  FROM funding
), funds AS (
  SELECT project,
    CASE WHEN budget = 0 THEN NULL WHEN arrived >= budget THEN 5
      ELSE (1000 * arrived + budget) // (2 * budget) * 0.01 END::DECIMAL(5, 2) AS fund_arrival_rate,
    CASE WHEN final = 0 THEN NULL WHEN spent >= final THEN 5
      ELSE (1000 * spent + final) // (2 * final) * 0.01 END::DECIMAL(5, 2) AS execution_rate
  FROM cents
), built AS (
  SELECT project, (completed_on > due_on)::TINYINT AS overdue,
    CASE WHEN planned = 0 THEN NULL WHEN completed >= planned THEN 5
      ELSE (1000 * completed + planned) // (2 * planned) * 0.01 END::DECIMAL(5, 2) AS output_quantity
  FROM delivery
), surveyed AS (
  SELECT project, CASE WHEN satisfaction >= 0.9 THEN 5 WHEN satisfaction <= 0.85 THEN 0
    ELSE satisfaction * 100 - 85 END::DECIMAL(5, 2) AS satisfaction
  FROM survey
), points AS (
  SELECT project, project_initiation, performance_target, funding_input, fund_arrival_rate, execution_rate,
    fund_compliance, organisation, output_quantity, social_benefit, sustainability, satisfaction,
    most - 50 * (low_online.sure + low_online.maybe) AS output_quality__low,
    most - 50 * low_online.sure AS output_quality__high,
    1000 - 100 * (late.sure + late.maybe + CASE WHEN built.project IS NOT NULL THEN coalesce(overdue, 1) END)
      AS output_timeliness__low,
    1000 - 100 * (late.sure + CASE WHEN built.project IS NOT NULL THEN coalesce(overdue, 0) END)
      AS output_timeliness__high,
    1000 - 500 * (dear.sure + dear.maybe) AS output_cost__low,
    1000 - 500 * dear.sure AS output_cost__high
  FROM projects LEFT JOIN funds USING (project) LEFT JOIN built USING (project) LEFT JOIN surveyed USING (project)
    LEFT JOIN low_online USING (project) LEFT JOIN late USING (project) LEFT JOIN dear USING (project)
    LEFT JOIN judged USING (project)
), leaves AS (
  SELECT project,
    coalesce(project_initiation, 0::DECIMAL(5, 2)) AS project_initiation__low,
    coalesce(project_initiation, 5::DECIMAL(5, 2)) AS project_initiation__high,
    coalesce(performance_target, 0::DECIMAL(5, 2)) AS performance_target__low,
    coalesce(performance_target, 5::DECIMAL(5, 2)) AS performance_target__high,
    coalesce(funding_input, 0::DECIMAL(5, 2)) AS funding_input__low,
    coalesce(funding_input, 8::DECIMAL(5, 2)) AS funding_input__high,
    coalesce(fund_arrival_rate, 0::DECIMAL(5, 2)) AS fund_arrival_rate__low,
    coalesce(fund_arrival_rate, 5::DECIMAL(5, 2)) AS fund_arrival_rate__high,
    coalesce(execution_rate, 0::DECIMAL(5, 2)) AS execution_rate__low,
    coalesce(execution_rate, 5::DECIMAL(5, 2)) AS execution_rate__high,
    coalesce(fund_compliance, 0::DECIMAL(5, 2)) AS fund_compliance__low,
    coalesce(fund_compliance, 6::DECIMAL(5, 2)) AS fund_compliance__high,
    coalesce(organisation, 0::DECIMAL(5, 2)) AS organisation__low,
    coalesce(organisation, 6::DECIMAL(5, 2)) AS organisation__high,
    coalesce(output_quantity, 0::DECIMAL(5, 2)) AS output_quantity__low,
    coalesce(output_quantity, 5::DECIMAL(5, 2)) AS output_quantity__high,
    CASE WHEN output_quality__low > 0 THEN output_quality__low * 0.01 ELSE 0 END::DECIMAL(5, 2) AS output_quality__low,
    CASE WHEN output_quality__high < 0 THEN 0 ELSE coalesce(output_quality__high * 0.01, 10) END::DECIMAL(5, 2)
      AS output_quality__high,
    CASE WHEN output_timeliness__low > 0 THEN output_timeliness__low * 0.01 ELSE 0 END::DECIMAL(5, 2) AS output_timeliness__low,
    CASE WHEN output_timeliness__high < 0 THEN 0 ELSE coalesce(output_timeliness__high * 0.01, 10) END::DECIMAL(5, 2)
      AS output_timeliness__high,
    CASE WHEN output_cost__low > 0 THEN output_cost__low * 0.01 ELSE 0 END::DECIMAL(5, 2) AS output_cost__low,
    CASE WHEN output_cost__high < 0 THEN 0 ELSE coalesce(output_cost__high * 0.01, 10) END::DECIMAL(5, 2)
      AS output_cost__high,
    coalesce(social_benefit, 0::DECIMAL(5, 2)) AS social_benefit__low,
    coalesce(social_benefit, 10::DECIMAL(5, 2)) AS social_benefit__high,
    coalesce(sustainability, 0::DECIMAL(5, 2)) AS sustainability__low,
    coalesce(sustainability, 10::DECIMAL(5, 2)) AS sustainability__high,
    coalesce(satisfaction, 0::DECIMAL(5, 2)) AS satisfaction__low,
    coalesce(satisfaction, 5::DECIMAL(5, 2)) AS satisfaction__high
  FROM points
), totals AS (
  SELECT *,
    (project_initiation__low + performance_target__low + funding_input__low + fund_arrival_rate__low +
      execution_rate__low + fund_compliance__low + organisation__low + output_quantity__low +
      output_quality__low + output_timeliness__low + output_cost__low + social_benefit__low +
      sustainability__low + satisfaction__low)::DECIMAL(5, 2) AS total_low,
    (project_initiation__high + performance_target__high + funding_input__high + fund_arrival_rate__high +
      execution_rate__high + fund_compliance__high + organisation__high + output_quantity__high +
      output_quality__high + output_timeliness__high + output_cost__high + social_benefit__high +
      sustainability__high + satisfaction__high)::DECIMAL(5, 2) AS total_high
  FROM leaves
)
SELECT project, total_low, total_high,
  CASE WHEN total_low >= 90 THEN '优'
    WHEN total_low >= 80 AND total_high < 90 THEN '良'
    WHEN total_low >= 60 AND total_high < 80 THEN '中'
    WHEN total_high < 60 THEN '差'
    ELSE concat_ws('、', CASE WHEN total_high >= 90 THEN '优' END,
      CASE WHEN total_low < 90 AND total_high >= 80 THEN '良' END,
      CASE WHEN total_low < 80 AND total_high >= 60 THEN '中' END, CASE WHEN total_low < 60 THEN '差' END)
    END AS grades,
  '' AS limits,
  project_initiation__low, project_initiation__high,
  performance_target__low, performance_target__high,
  funding_input__low, funding_input__high,
  fund_arrival_rate__low, fund_arrival_rate__high,
  execution_rate__low, execution_rate__high,
  fund_compliance__low, fund_compliance__high,
  organisation__low, organisation__high,
  output_quantity__low, output_quantity__high,
  output_quality__low, output_quality__high,
  output_timeliness__low, output_timeliness__high,
  output_cost__low, output_cost__high,
  social_benefit__low, social_benefit__high,
  sustainability__low, sustainability__high,
  satisfaction__low, satisfaction__high
FROM totals
ORDER BY project
