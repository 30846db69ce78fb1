from django import template

from dashboards.trends.showing import change_html

register = template.Library()

register.filter("as_line", change_html)
