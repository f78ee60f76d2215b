//! Spanish words.

use super::{ArticleTexts, ClinicTexts, DoctorTexts, Problem, Texts};

pub const SPANISH: Texts = Texts {
    own_name: "Español",
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    between_date: " de ",

    what_it_is: "Un directorio abierto de médicos y centros, con artículos de salud en palabras \
                 sencillas.",
    skip: "Ir al contenido",
    site: "Sitio",
    find_doctor: "Buscar un médico",
    to_finder: "Buscar un médico",
    not_advice: "Caregraph da información. No sustituye el consejo de alguien que pueda examinarle.",
    emergency: "Si cree que es una emergencia, llame al número de emergencias de su zona.",
    not_built: "Este servidor se construyó sin sus páginas web: faltan el buscador y el editor de \
                consultas. Con Node instalado, esto las construye y lo inicia de nuevo:",
    schema: "Esquema: todo lo que se puede preguntar",
    the_graph: "el grafo",
    request_id: "Si avisa a alguien de esto, dele este número:",

    not_found: Problem {
        title: "Esta página no existe",
        text: "Puede que el registro se haya retirado o que la dirección esté mal escrita.",
    },
    too_many: Problem {
        title: "Demasiadas preguntas a la vez",
        text: "Su red ya ha preguntado todo lo que puede por ahora. Espere un minuto y vuelva a \
               intentarlo.",
    },
    busy: Problem {
        title: "El directorio está ocupado",
        text: "Espere un momento y cargue la página otra vez.",
    },
    bad_key: Problem {
        title: "La clave no sirve",
        text: "Las páginas no necesitan clave. La que se envió no se conoce, ha caducado o no \
               permite esto.",
    },
    broken: Problem {
        title: "Algo ha fallado por nuestra parte",
        text: "No es culpa suya. Vuelva a intentarlo más tarde.",
    },

    demonstration: "Inventado",
    demonstration_short: "Registro de demostración: inventado.",
    demonstration_records: "Los registros de demostración son inventados: esos médicos y centros \
                            no existen.",
    demonstration_doctor: "Registro de demostración. Este médico es inventado y no atiende a nadie.",
    demonstration_clinic: "Registro de demostración. Este centro es inventado: no hay nada en esta \
                           dirección.",
    demonstration_article: "Artículo de demostración. Se escribió para mostrar lo que Caregraph \
                            puede hacer.",

    unknown: "No se sabe",
    yes: "Sí",
    no: "No",
    near: "cerca de",
    doctors: "Médicos",
    address: "Dirección",
    phone: "Teléfono",
    hours: "Horario",
    hours_unknown: "No se sabe: llame antes",
    local_time: "Hora local",
    to_day: "a",
    every_day: "Todos los días",
    all_day: "24 horas",
    new_patients: "Pacientes nuevos",
    new_patients_unknown: "No se sabe si acepta pacientes nuevos: pregunte",
    last_checked: "Última comprobación",
    since: "desde el",
    until: "hasta el",
    from: "según",
    as_of: "a fecha de",
    source_unknown: "una fuente que no se conoce",
    where_from: "De dónde sale esto",
    sources_disagree: "Las fuentes no coinciden. Esto dice cada una:",
    and_more: |count| format!("y {count} más"),
    field_groups: &[
        ("IDENTITY", "Nombre e identidad"),
        ("CONTACT", "Contacto"),
        ("LOCATION", "Dirección y posición"),
        ("SPECIALTIES", "Especialidades"),
        ("ROLES", "Centros"),
        ("NEW_PATIENTS", "Pacientes nuevos"),
        ("PLANS", "Seguros"),
        ("OFFERINGS", "Procedimientos"),
        ("QUALIFICATIONS", "Títulos"),
    ],
    fields: &[
        ("address.street", "Calle"),
        ("newPatients", "Pacientes nuevos"),
        ("phone", "Teléfono"),
        ("telehealth", "Por teléfono o vídeo"),
        ("volumeBand", "Con qué frecuencia"),
    ],

    doctor: DoctorTexts {
        about: "Sobre este médico",
        facts: "Conviene saber",
        clinics: "Dónde atiende",
        no_clinics: "No se sabe dónde atiende este médico.",
        plans: "Seguros",
        plans_unknown: "No se sabe: pregunte",
        procedures: "Procedimientos",
        no_procedures: "No se sabe qué procedimientos hace este médico.",
        not_listed: "Un procedimiento que no está en la lista no se conoce. No significa que el \
                     médico no lo haga.",
        how_often: "Cuántas veces en el tiempo contado",
        in_their_words: "En palabras del médico",
        languages: "Idiomas",
        telehealth: "Por teléfono o vídeo",
        ages: "Edad de los pacientes",
        years: |youngest, oldest| match (youngest, oldest) {
            (Some(youngest), Some(oldest)) => format!("De {youngest} a {oldest} años"),
            (Some(0), None) => "Todas las edades".to_owned(),
            (Some(youngest), None) => format!("{youngest} años o más"),
            (None, Some(oldest)) => format!("Hasta {oldest} años"),
            (None, None) => String::new(),
        },
        gender: "Sexo",
        rating: "Valoraciones",
        stars: |mean, count| {
            let mean = format!("{mean:.1}").replace('.', ",");
            format!("{mean} de 5 estrellas, {count} valoraciones")
        },
        too_few_ratings: "Menos de cinco: no se muestran",
        qualifications: "Títulos",
        degree: "título",
        certification: "certificado",
        licence: "licencia",
        valid_in: "válida en",
        active: "vigente",
        expired: "caducada",
        suspended: "suspendida",
        retired: "Este médico ya no atiende.",
        merged: "Este registro se unió con otro del mismo médico.",
        see_instead: "Vea en su lugar:",
    },
    clinic: ClinicTexts {
        about: "Sobre este centro",
        reach: "Cómo llegar y llamar",
        part_of: "parte de",
        parts: "Sus partes",
        town: "Localidad",
        website: "Página web",
        accessibility: "Accesibilidad",
        accessibility_unknown: "No se sabe: pregunte antes de ir",
        known_to_street: "La posición en el mapa es la de la calle.",
        known_to_postal_code: "La posición en el mapa es la del código postal.",
        known_to_town: "La posición en el mapa es el centro de la localidad.",
        doctors: "Médicos que atienden aquí",
        no_doctors: "No se conoce a ningún médico que atienda aquí.",
        procedures: "Procedimientos que se hacen aquí",
        no_procedures: "No se sabe qué procedimientos se hacen aquí.",
        not_listed: "Un procedimiento que no está en la lista no se conoce. No significa que no se \
                     haga aquí.",
        specialties: "Especialidades",
    },
    article: ArticleTexts {
        red_flags: "Busque ayuda si nota algo de esto",
        in_short: "En resumen",
        contents: "En esta página",
        references: "Fuentes",
        licence: "Licencia:",
        handout: "Una hoja para imprimir",
        whole: "El artículo completo",
        how_to_print: "para imprimir, use la orden de imprimir de su navegador",
        nobody_reviewed: "Ningún profesional clínico ha revisado este artículo.",
        reviewed_by: "Revisado por",
        invented: "inventado, de demostración",
        on_day: "el",
        due: "La próxima revisión toca el",
        only_in: |language| {
            format!("Este artículo se muestra en {language}: no hay texto en español.")
        },
        by_machine: "Una máquina tradujo este artículo y nadie ha revisado la traducción.",
        partly_outdated: "Parte de esta traducción es más antigua que el original.",
        part_outdated: |language| {
            format!("Esta parte se muestra en {language}: su traducción no está al día.")
        },
        part_missing: |language| {
            format!("Esta parte se muestra en {language}: todavía no se ha traducido.")
        },
        part_may_be_outdated: "El original de esta parte ha cambiado desde que se tradujo.",
        interests: "Intereses que declara quien lo revisó:",
        minutes: |minutes| match minutes {
            0 | 1 => "Se lee en un minuto".to_owned(),
            minutes => format!("Se lee en unos {minutes} minutos"),
        },
        grade: |grade| format!("; escrito para un grado escolar {grade:.0}"),
        checklist: "Para su visita",
        bring: "Lleve",
        stop: "Pregunte antes de dejar un medicamento",
        ask: "Pregunte",
        arrange: "Prepare",
        questions: "Preguntas frecuentes",
        glossary: "Palabras explicadas",
        media: "Imágenes y vídeos",
        written_by: "Escrito por",

        doctors: "Médicos cerca de usted",
        say_where: "Diga dónde está para ver médicos que hacen lo que explica este artículo.",
        your_place: "Localidad, o código postal con país",
        place_example: "Serzhong",
        show_doctors: "Ver médicos",
        no_such_place: |name| match name {
            "" => "Ese lugar no se conoce. Pruebe con el nombre de una ciudad.".to_owned(),
            name => format!("Ningún lugar se llama «{name}». Pruebe con una ciudad cercana."),
        },
        which_place: |name| format!("¿A qué lugar se refiere con «{name}»?"),
        other_places: "¿Otro lugar con este nombre?",
        inferred: "No se sabe de nadie que ofrezca lo que explica este artículo. Los médicos de \
                   esta especialidad suelen atenderlo. No se sabe si estos lo hacen; pregunte antes \
                   de ir.",
        found_within: |place, radius| format!("A menos de {radius} de {place}:"),
        nobody_within: |place, radius| {
            format!(
                "No se conoce a nadie cerca de {place} que haga esto: ni a menos de {radius}, ni \
                 al ampliar la búsqueda."
            )
        },
        widened: |place, tried, reached| {
            format!("Nadie a menos de {tried} de {place}; se muestra hasta {reached}:")
        },
        widened_to_region: |place, region| {
            format!("Nadie a menos de 200 km de {place}; se muestra todo {region}:")
        },
        widened_to_video: |place, region| {
            format!(
                "Nadie cerca de {place}; se muestran médicos que atienden por vídeo y tienen \
                 licencia en {region}:"
            )
        },
        the_region: "la región",
        nearest: "El más cercano en cualquier parte:",
        beyond_border: |count| match count {
            1 => "Hay uno más al otro lado de la frontera, donde quizá no le atiendan.".to_owned(),
            count => {
                format!("Hay {count} más al otro lado de la frontera, donde quizá no le atiendan.")
            }
        },
    },
};
