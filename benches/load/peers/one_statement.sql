-- The whole answer as JSON. $1 folded name of the place, $2 kilometres, $3 how many doctors,
-- $4 slug of the procedure.
WITH here AS (
  SELECT p.name, p.region_name, p.country, p.latitude, p.longitude,
    -- The box around the circle, in degrees; a degree of latitude is 111.19 km.
    $2 / 111.19 AS up,
    $2 / 111.19 / greatest(cos(radians(least(abs(p.latitude) + $2 / 111.19, 89.9))), 0.001) AS aside
  FROM place_name n JOIN place p ON p.id = n.place_id
  WHERE n.name_key = $1
  ORDER BY p.population DESC NULLS LAST, p.id
  LIMIT 1
), what AS (
  SELECT id, name FROM procedure WHERE slug = $4
), near AS (
  SELECT s.doctor_id, s.role_id, s.country = here.country AS inside,
    2 * 6371.0088 * asin(least(1, sqrt(
      sin(radians(s.latitude - here.latitude) / 2) ^ 2
      + cos(radians(here.latitude)) * cos(radians(s.latitude))
      * sin(radians(s.longitude - here.longitude) / 2) ^ 2))) AS km
  FROM here, what, LATERAL (
    SELECT r.doctor_id, r.id AS role_id, c.country, c.latitude, c.longitude
    FROM offering o
    JOIN doctor d ON d.id = o.doctor_id AND d.state = 'ACTIVE'
    JOIN role r ON r.doctor_id = o.doctor_id
      AND (o.clinic_id IS NULL OR o.clinic_id = r.clinic_id)
    JOIN clinic c ON c.id = r.clinic_id
    WHERE o.procedure_id = what.id
    -- Keeps the box out of the plan: without its values the planner takes it for tiny, and begins
    -- with every clinic.
    OFFSET 0
  ) s
  WHERE s.latitude BETWEEN here.latitude - here.up AND here.latitude + here.up
    AND s.longitude BETWEEN here.longitude - here.aside AND here.longitude + here.aside
), best AS (
  -- Each doctor once: the nearest role inside the country, or one beyond the border.
  SELECT DISTINCT ON (doctor_id) doctor_id, role_id, km, inside
  FROM near WHERE km <= $2
  ORDER BY doctor_id, inside DESC, km, role_id
), page AS (
  SELECT doctor_id, role_id, km FROM best WHERE inside
  ORDER BY km, doctor_id LIMIT $3
)
SELECT json_build_object('data', json_build_object(
  'procedure', (
    SELECT json_build_object(
      'name', what.name,
      'alsoKnownAs', coalesce((
        SELECT json_agg(l.text ORDER BY l.text_key, l.id) FROM label l
        WHERE l.node_kind = 'PROCEDURE' AND l.node_id = what.id
          AND l.locale = 'en' AND l.kind <> 'PREFERRED'
      ), '[]'),
      'articles', json_build_object('nodes', coalesce((
        SELECT json_agg(json_build_object(
          'title', t.title,
          'reviewStatus', CASE
            WHEN a.reviewer_id IS NULL OR a.reviewed_on IS NULL THEN 'NOT_MEDICALLY_REVIEWED'
            WHEN a.review_due_on < current_date THEN 'OVERDUE'
            WHEN a.review_due_on < current_date + 90 THEN 'DUE_SOON'
            ELSE 'CURRENT' END,
          'summary', t.summary,
          'redFlags', coalesce((
            SELECT json_agg(json_build_object('urgency', f.urgency, 'text', f.text)
              ORDER BY f.position)
            FROM red_flag f WHERE f.translation_id = t.id
          ), '[]'),
          'section', (
            SELECT json_build_object('title', s.title, 'text', s.text)
            FROM section s WHERE s.translation_id = t.id AND s.aspect = 'RECOVERY'
            ORDER BY s.position LIMIT 1
          )))
        FROM (
          SELECT a.* FROM article_subject j JOIN article a ON a.id = j.article_id
          WHERE j.node_kind = 'PROCEDURE' AND j.node_id = what.id
          ORDER BY a.slug, a.id LIMIT 1
        ) a
        JOIN article_translation t ON t.article_id = a.id AND t.locale = 'en'
      ), '[]'))
    ) FROM what
  ),
  'doctors', (
    SELECT json_build_object(
      'totalCount', (SELECT count(*) FROM best WHERE inside),
      'searchArea', json_build_object(
        'place', json_build_object('name', here.name, 'regionName', here.region_name),
        'withinKm', $2,
        'beyondBorder', (SELECT count(*) FROM best WHERE NOT inside)),
      'edges', coalesce((
        SELECT json_agg(json_build_object(
          'distance', round(page.km::numeric, 3),
          'node', json_build_object(
            'name', json_build_object('display', d.name),
            'demonstration', d.demonstration,
            'offering', (
              SELECT json_build_object(
                'evidence', o.evidence, 'volumeBand', o.volume_band, 'asOf', o.as_of,
                'source', json_build_object('name', s.name))
              FROM offering o JOIN source s ON s.id = o.source_id, what
              WHERE o.doctor_id = d.id AND o.procedure_id = what.id
              ORDER BY array_position(ARRAY['DECLARED', 'CLAIMS', 'FACILITY', 'INFERRED'],
                o.evidence), o.as_of DESC NULLS LAST, o.id
              LIMIT 1
            )),
          'role', json_build_object(
            'newPatients', json_build_object(
              'status', r.new_patients, 'asOf', r.new_patients_as_of),
            'phone', r.phone,
            'clinic', json_build_object(
              'name', c.name,
              'address', json_build_object('city', c.city),
              'positionAccuracy', c.position_accuracy)))
          ORDER BY page.km, page.doctor_id)
        FROM page
        JOIN doctor d ON d.id = page.doctor_id
        JOIN role r ON r.id = page.role_id
        JOIN clinic c ON c.id = r.clinic_id
      ), '[]'))
    FROM here
  )))::text
