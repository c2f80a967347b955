"""The books and papers that the guidelines rest on, each named so that anyone can look it up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One book or paper and what we took from it."""

    authors: str
    year: str
    title: str
    where: str
    for_what: str


GUIDELINES = (
    Source(
        "Marsha M. Linehan",
        "1993",
        "Cognitive-Behavioral Treatment of Borderline Personality Disorder",
        "Guilford Press",
        "why a person’s feelings are to be taken as making sense",
    ),
    Source(
        "Marsha M. Linehan",
        "1997",
        "Validation and Psychotherapy",
        "in Bohart and Greenberg (eds.), Empathy Reconsidered, American Psychological Association",
        "the six levels of validation",
    ),
    Source(
        "Marsha M. Linehan",
        "2020",
        "Building a Life Worth Living: A Memoir",
        "Random House",
        "her own story",
    ),
    Source(
        "Alan E. Fruzzetti and Allison Ruork",
        "2018",
        "Validation Principles and Practices in Dialectical Behavior Therapy",
        "in Swales (ed.), The Oxford Handbook of Dialectical Behaviour Therapy",
        "what to validate and what not",
    ),
    Source(
        "Jerold J. Kreisman and Hal Straus",
        "1989, revised 2010",
        "I Hate You, Don’t Leave Me: Understanding the Borderline Personality",
        "Perigee",
        "support, empathy, truth (SET)",
    ),
    Source(
        "Chad E. Shenk and Alan E. Fruzzetti",
        "2011",
        "The Impact of Validating and Invalidating Responses on Emotional Reactivity",
        "Journal of Social and Clinical Psychology 30",
        "feelings settle when they are understood",
    ),
    Source(
        "Nathaniel R. Herr, Alyssa C. Jones, Danielle M. Cohn and Danielle M. Weber",
        "2015",
        "The Impact of Validation and Invalidation on Aggression in Individuals With Emotion Regulation Difficulties",
        "Personality Disorders: Theory, Research, and Treatment 6",
        "less aggression after being understood",
    ),
    Source(
        "Janice R. Kuo, Skye Fitzpatrick, Jennifer Ip and Amanda Uliaszek",
        "2022",
        "The Who and What of Validation",
        "Borderline Personality Disorder and Emotion Dysregulation 9",
        "that it does not work the same for each feeling and each person",
    ),
    Source(
        "Christina Katsakou and others",
        "2012",
        "Recovery in Borderline Personality Disorder: A Qualitative Study of Service Users’ Perspectives",
        "PLoS ONE 7(5)",
        "what people who live with it say helps",
    ),
    Source(
        "Fiona Y. Y. Ng, Marianne E. Bourke and Brin F. S. Grenyer",
        "2016",
        "Recovery from Borderline Personality Disorder: A Systematic Review",
        "PLoS ONE 11(8)",
        "that many get better, and most of them stay better",
    ),
    Source(
        "Fiona Y. Y. Ng and others",
        "2019",
        "The Lived Experience of Recovery in Borderline Personality Disorder: A Qualitative Study",
        "Borderline Personality Disorder and Emotion Dysregulation 6",
        "hope, relationships and something that matters to do",
    ),
    Source(
        "T. Dazzi, R. Gribble, S. Wessely and N. T. Fear",
        "2014",
        "Does Asking About Suicide and Related Behaviours Induce Suicidal Ideation? What Is the Evidence?",
        "Psychological Medicine 44",
        "that asking does no harm",
    ),
)

CONTENT_NOTES = (
    Source(
        "Victoria M. E. Bridgland, Payton J. Jones and Benjamin W. Bellet",
        "2023",
        "A Meta-Analysis of the Efficacy of Trigger Warnings, Content Warnings, and Content Notes",
        "Clinical Psychological Science",
        "that a note before a text does not lessen distress",
    ),
)
